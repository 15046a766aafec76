import { UserError } from '@alignclip/core';
import { checkNames } from '../open-clip/check-names';
import type { StoredTensor } from '../stored-tensor';
import { type HubModel, type HubRow, hubModelOf, rowsFor } from './hub-names';
import { split, stacked, transposed } from './stacked-rows';

type Tensors = ReadonlyMap<string, StoredTensor>;

/** A model of Hugging Face under open_clip's names. */
export interface HubState {
  readonly model: HubModel;
  readonly stateDict: Map<string, StoredTensor>;
  /** Names that no embedding depends on. */
  readonly unused: readonly string[];
}

/** Buffers of old versions, and the bias that only a loss uses. */
const harmless = /^(?:(?:text|vision)_model\.embeddings\.position_ids|logit_bias)$/;

/**
 * The parameters of a `CLIPModel` or `SiglipModel` of transformers as open_clip names and packs them; undefined for the names of
 * other models. Throws UserError listing names that are missing or unexpected, and where parts don't fit together.
 * Source: transformers 5.24, modeling_clip.py and modeling_siglip.py; open_clip 3.3, timm 1.0.
 */
export function fromHub(tensors: Tensors): HubState | undefined {
  const model = hubModelOf(tensors.keys());
  if (model === undefined) return undefined;
  if (tensors.get('vision_model.embeddings.patch_embedding.weight')?.shape.length === 2)
    throw new UserError(
      'the checkpoint is a Siglip2Model of variable resolution (NaFlex), which no tower here is; SigLIP 2 at a fixed resolution is supported',
    );
  const rows = rowsFor(model, 'hub', tensors.keys());
  const unused = [...tensors.keys()].filter((name) => harmless.test(name));
  const used = [...tensors.keys()].filter((name) => !harmless.test(name));
  checkNames(
    `the checkpoint, a ${model} of Hugging Face,`,
    used,
    rows.flatMap(({ hub }) => hub),
  );
  return { model, stateDict: new Map(rows.flatMap((row) => translated(row, tensors))), unused };
}

function translated({ hub, openClip, change }: HubRow, tensors: Tensors): [string, StoredTensor][] {
  const own = hub.map((name) => tensors.get(name)!);
  const [name, tensor] = [hub[0]!, own[0]!];
  if (openClip.length > 1) {
    const parts = split(
      tensor,
      name,
      openClip.map((_, i) => i + 1),
    ); // q, then k and v
    return openClip.map((target, i) => [target, parts[i]!]);
  }
  return [[openClip[0]!, own.length > 1 ? stacked(own, hub) : changed(tensor, name, change)]];
}

function changed(tensor: StoredTensor, name: string, change: HubRow['change']): StoredTensor {
  if (change === 'transposed') return transposed(tensor, name);
  return change === 'batched' ? { ...tensor, shape: [1, ...tensor.shape] } : tensor;
}
