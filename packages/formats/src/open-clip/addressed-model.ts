import { UserError } from '@alignclip/core';

import type { StoredTensor } from '../stored-tensor';
import { checkNames } from './check-names';
import { ourShape } from './layout';
import { gridEdge, layersUnder, towerSize, type ModelSize, type OpenClipKind } from './model-size';
import { parameterTable } from './parameter-table';

type Parameters = ReadonlyMap<string, StoredTensor>;

/** True where the names are our addresses, not those of a state dict. */
export const isAddressed = (names: Iterable<string>): boolean =>
  [...names].some((name) => name === 'image/class-token' || name === 'parameters/image/class-token');

/** The parameters by address: towers and logit scale of a run's checkpoint, or all tensors of any other file. */
export function parametersOf(tensors: Parameters): Map<string, StoredTensor> {
  const own = [...tensors].flatMap(([name, tensor]) => {
    const [, address] = /^parameters\/((?:image|text|shared)\/.+|logit-scale)$/.exec(name) ?? [];
    return address === undefined ? [] : [[address, tensor] as const];
  });
  return new Map(own.length > 0 ? own : tensors);
}

/**
 * The sizes of a CLIP or SharedCLIP whose parameters are named by address. Throws UserError where an address is missing
 * or unexpected (e.g. in a partly shared model), or its shape doesn't match the others.
 */
export function addressedSize(parameters: Parameters): ModelSize {
  const kind: OpenClipKind = parameters.has('shared/projection') ? 'sharedclip' : 'clip';
  const size = sizeByAddress(parameters, kind);
  const table = parameterTable(size);
  const addresses = table.map(({ address }) => address);
  checkNames('the file', parameters.keys(), addresses);
  for (const { address, shape, layout } of table) {
    const [found, wanted] = [parameters.get(address)!.shape, ourShape(shape, layout)];
    if (found.join() !== wanted.join()) {
      throw new UserError(
        `parameter "${address}" has shape [${found.join(', ')}], the other parameters need [${wanted.join(', ')}]`,
      );
    }
  }
  return size;
}

function sizeByAddress(parameters: Parameters, kind: OpenClipKind): ModelSize {
  const shape = (address: string, rank: number) => shapeOf(parameters, address, rank);
  const [imageFolder, textFolder] = kind === 'clip' ? ['image', 'text'] : ['shared', 'shared'];
  const [inputs, width] = shape('image/patch-embedding/kernel', 2);
  const [tokens] = shape('image/positions', 2);
  const [vocabularySize, textWidth] = shape('text/token-embedding', 2);
  const [contextLength] = shape('text/positions', 2);
  const [, embeddingWidth] = shape(`${imageFolder}/projection`, 2);
  const patchSize = Math.round(Math.sqrt(inputs! / 3));
  const tower = (folder: string, towerWidth: number) => {
    const [, mlpWidth] = shape(`${folder}/blocks/0/mlp/input/kernel`, 2);
    return towerSize(towerWidth, layersUnder(`${folder}/blocks/`, parameters.keys()), mlpWidth!);
  };
  return {
    kind,
    embeddingWidth: embeddingWidth!,
    image: {
      ...tower(imageFolder, width!),
      patchSize,
      imageSize: gridEdge(tokens!, 'image/positions') * patchSize,
    },
    text: { ...tower(textFolder, textWidth!), contextLength: contextLength!, vocabularySize: vocabularySize! },
  };
}

function shapeOf(parameters: Parameters, address: string, rank: number): readonly number[] {
  const tensor = parameters.get(address);
  if (tensor === undefined) throw new UserError(`the file has no parameter "${address}"`);
  if (tensor.shape.length === rank && tensor.data.length > 0) return tensor.shape;
  throw new UserError(`parameter "${address}" has shape [${tensor.shape.join(', ')}], expected ${rank} dimensions`);
}
