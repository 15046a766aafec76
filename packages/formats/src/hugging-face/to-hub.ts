import { UserError } from '@alignclip/core';
import { float32Tensor, type StoredTensor } from '../stored-tensor';
import { type HubModel, type HubRow, rowsFor } from './hub-names';
import { split, stacked, transposed } from './stacked-rows';

type StateDict = ReadonlyMap<string, StoredTensor>;

/**
 * A state dict of open_clip as a `CLIPModel` or `SiglipModel` of transformers has it, which loads it strictly. A `SiglipModel`
 * also has a `logit_bias`, which no model here has: 0. Throws UserError, with the way out, where neither model has a place for
 * one of the parameters.
 */
export function toHub(stateDict: StateDict): { readonly model: HubModel; readonly tensors: Map<string, StoredTensor> } {
  const model = stateDict.has('visual.trunk.attn_pool.latent') ? 'SiglipModel' : 'CLIPModel';
  const rows = rowsFor(model, 'openClip', stateDict.keys());
  const places = new Set(rows.flatMap(({ openClip }) => openClip));
  const homeless = [...stateDict.keys()].filter((name) => !places.has(name));
  const missing = [...places].filter((name) => !stateDict.has(name));
  if (homeless.length > 0 || missing.length > 0)
    throw new UserError(
      `Hugging Face's CLIPModel and SiglipModel are not of this form: ${[
        ...(homeless.length > 0 ? [`a ${model} has no place for ${homeless.slice(0, 5).join(', ')}`] : []),
        ...(missing.length > 0 ? [`it needs ${missing.slice(0, 5).join(', ')}`] : []),
      ].join('; ')}; export it with --to open-clip`,
    );
  const tensors = new Map(rows.flatMap((row) => translated(row, stateDict)));
  if (model === 'SiglipModel') {
    tensors.set('logit_scale', { ...tensors.get('logit_scale')!, shape: [1] });
    tensors.set('logit_bias', float32Tensor([1], new Float32Array(1)));
  }
  return { model, tensors };
}

function translated({ hub, openClip, change }: HubRow, stateDict: StateDict): [string, StoredTensor][] {
  const own = openClip.map((name) => stateDict.get(name)!);
  const [name, tensor] = [openClip[0]!, own[0]!];
  if (hub.length > 1) {
    const parts = split(
      tensor,
      name,
      hub.map(() => 1),
    ); // q, k, v
    return hub.map((target, i) => [target, parts[i]!]);
  }
  const [target] = hub as [string];
  if (openClip.length > 1) return [[target, below(own)]];
  if (change === 'transposed') return [[target, transposed(tensor, name)]];
  return [[target, change === 'batched' ? { ...tensor, shape: tensor.shape.slice(1) } : tensor]];
}

/** q [w, …] above k and v [2w, …]. */
function below([query, others]: readonly StoredTensor[]): StoredTensor {
  const [key, value] = split(others!, 'attn_pool.kv', [1, 1]);
  return stacked([query!, key!, value!], ['attn_pool.q', 'attn_pool.k', 'attn_pool.v']);
}
