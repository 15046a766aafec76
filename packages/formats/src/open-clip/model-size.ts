import { UserError } from '@alignclip/core';
import { foreignModel, notOpenClip } from './foreign-models';

import type { StoredTensor } from '../stored-tensor';

/** `clip`: two towers; `sharedclip`: AlignCLIP's model, where both share the transformer, post-LN and projection. */
export type OpenClipKind = 'clip' | 'sharedclip';
export type StateDict = ReadonlyMap<string, StoredTensor>;

export interface TowerSize {
  readonly width: number;
  readonly layers: number;
  readonly mlpWidth: number;
  /** The ratio r with floor(width * r) = mlpWidth. */
  readonly mlpRatio: number;
}

/** The sizes of a model that its parameters determine; the number of heads is not among them (open_clip: width / 64). */
export interface ModelSize {
  readonly kind: OpenClipKind;
  readonly embeddingWidth: number;
  readonly image: TowerSize & { readonly patchSize: number; readonly imageSize: number };
  readonly text: TowerSize & { readonly contextLength: number; readonly vocabularySize: number };
}

/** The names of the parameters that the sizes are read from, for each kind. */
const landmarks = {
  clip: {
    image: 'visual.transformer.resblocks.',
    text: 'transformer.resblocks.',
    projection: 'visual.proj',
    positions: 'positional_embedding',
    tokens: 'token_embedding.weight',
  },
  sharedclip: {
    image: 'transformer.resblocks.',
    text: 'transformer.resblocks.',
    projection: 'projection',
    positions: 'text.positional_embedding',
    tokens: 'text.token_embedding.weight',
  },
} as const;

/** The kind by the projection's name. Throws UserError for other models, ResNet towers included. */
export function kindOf(stateDict: StateDict): OpenClipKind {
  const foreign = foreignModel(stateDict.keys());
  if (foreign !== undefined) throw new UserError(foreign);
  const kind = (['clip', 'sharedclip'] as const).find((one) => stateDict.has(landmarks[one].projection));
  if (kind !== undefined) return kind;
  throw new UserError(notOpenClip(stateDict.keys()));
}

/** The number of blocks under a prefix: the count of distinct block numbers. */
export function layersUnder(prefix: string, names: Iterable<string>): number {
  const numbers = [...names]
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length).split(/[./]/)[0]);
  return new Set(numbers).size;
}

/** Reads the sizes from the shapes. Throws UserError naming a parameter that is missing or has another rank. */
export function sizeOf(stateDict: StateDict, kind: OpenClipKind): ModelSize {
  const { projection, positions, tokens, image, text } = landmarks[kind];
  const [width, , patchSize] = shapeOf(stateDict, 'visual.conv1.weight', 4);
  const [imageTokens] = shapeOf(stateDict, 'visual.positional_embedding', 2);
  const [vocabularySize, textWidth] = shapeOf(stateDict, tokens, 2);
  const [, embeddingWidth] = shapeOf(stateDict, projection, 2);
  const [contextLength] = shapeOf(stateDict, positions, 2);
  const tower = (prefix: string, towerWidth: number) => {
    const [mlpWidth] = shapeOf(stateDict, `${prefix}0.mlp.c_fc.weight`, 2);
    return towerSize(towerWidth, layersUnder(prefix, stateDict.keys()), mlpWidth!);
  };
  return {
    kind,
    embeddingWidth: embeddingWidth!,
    image: {
      ...tower(image, width!),
      patchSize: patchSize!,
      imageSize: gridEdge(imageTokens!, 'visual.positional_embedding') * patchSize!,
    },
    text: {
      ...tower(text, kind === 'clip' ? textWidth! : width!),
      contextLength: contextLength!,
      vocabularySize: vocabularySize!,
    },
  };
}

export function towerSize(width: number, layers: number, mlpWidth: number): TowerSize {
  const ratio = mlpWidth / width;
  const mlpRatio = Math.floor(width * ratio) === mlpWidth ? ratio : (mlpWidth + 0.5) / width;
  return { width, layers, mlpWidth, mlpRatio };
}

function shapeOf(stateDict: StateDict, name: string, rank: number): readonly number[] {
  const tensor = stateDict.get(name);
  if (tensor === undefined) throw new UserError(`the checkpoint has no parameter "${name}"`);
  if (tensor.shape.length !== rank || tensor.data.length === 0) {
    throw new UserError(
      `parameter "${name}" has shape [${tensor.shape.join(', ')}], expected ${rank} dimensions above 0`,
    );
  }
  return tensor.shape;
}

/** Patches along an edge, from the number of positions. Throws UserError unless the patches form a square. */
export function gridEdge(tokens: number, name: string): number {
  const edge = Math.round(Math.sqrt(tokens - 1));
  if (edge >= 1 && edge * edge + 1 === tokens) return edge;
  throw new UserError(`parameter "${name}" has ${tokens} rows: not a square of patches and a class token`);
}
