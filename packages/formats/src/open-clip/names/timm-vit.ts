import { float32Tensor, toFloat32, type StoredTensor } from '../../stored-tensor';
import type { NameRow, StateDict } from '../naming';
import { linear, norm, timmHead } from './rows';

/** timm's VisionTransformer as the trunk of an image tower of open_clip (SigLIP among others). */
export const timmVit: readonly NameRow[] = [
  ['visual.trunk.cls_token', 'image/class-token', 'token'],
  ['visual.trunk.reg_token', 'image/registers', 'unbatched'],
  ['visual.trunk.pos_embed', 'image/positions', 'unbatched'],
  ['visual.trunk.patch_embed.proj.weight', 'image/patch-embedding/kernel', 'patches'],
  ...norm('visual.trunk.norm_pre', 'image/pre-norm'),
  ...norm('visual.trunk.blocks.#.norm1', 'image/blocks/#/norm-1'),
  ...linear('visual.trunk.blocks.#.attn.qkv.', 'image/blocks/#/attention/qkv'),
  ...linear('visual.trunk.blocks.#.attn.proj.', 'image/blocks/#/attention/output'),
  ...norm('visual.trunk.blocks.#.norm2', 'image/blocks/#/norm-2'),
  ...linear('visual.trunk.blocks.#.mlp.fc1.', 'image/blocks/#/mlp/input'),
  ...linear('visual.trunk.blocks.#.mlp.fc2.', 'image/blocks/#/mlp/output'),
  ...norm('visual.trunk.norm', 'image/post-norm'),
  ['visual.trunk.attn_pool.latent', 'image/pooling/probe', 'token'],
  ...linear('visual.trunk.attn_pool.q.', 'image/pooling/attention/query'),
  ...linear('visual.trunk.attn_pool.kv.', 'image/pooling/attention/key-value'),
  ...linear('visual.trunk.attn_pool.proj.', 'image/pooling/attention/output'),
  ...norm('visual.trunk.attn_pool.norm', 'image/pooling/norm'),
  ...linear('visual.trunk.attn_pool.mlp.fc1.', 'image/pooling/mlp/input'),
  ...linear('visual.trunk.attn_pool.mlp.fc2.', 'image/pooling/mlp/output'),
  ...timmHead,
];

const patchBias = 'visual.trunk.patch_embed.proj.bias';
const [positions, classToken] = ['visual.trunk.pos_embed', 'visual.trunk.cls_token'];

/** Without the bias of the patches, which is added to their positions: patches · K + b + p = patches · K + (p + b). */
export function foldPatchBias(stateDict: StateDict): StateDict {
  const [bias, table] = [stateDict.get(patchBias), stateDict.get(positions)];
  if (bias?.shape.length !== 1 || table?.shape.length !== 3 || table.shape[2] !== bias.shape[0]) return stateDict;
  const [own, values] = [toFloat32(bias), Float32Array.from(toFloat32(table))];
  for (let i = stateDict.has(classToken) ? own.length : 0; i < values.length; i += 1)
    values[i]! += own[i % own.length]!;
  const folded = new Map(stateDict).set(positions, float32Tensor(table.shape, values));
  folded.delete(patchBias);
  return folded;
}

/** With a bias of the patches of 0, which timm's trunks without norm_pre have. */
export function withPatchBias(stateDict: Map<string, StoredTensor>): Map<string, StoredTensor> {
  const width = stateDict.get(positions)!.shape[2]!;
  return stateDict.has('visual.trunk.norm_pre.weight')
    ? stateDict
    : stateDict.set(patchBias, float32Tensor([width], new Float32Array(width)));
}
