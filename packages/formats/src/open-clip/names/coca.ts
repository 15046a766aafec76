import { UserError } from '@alignclip/core';
import { elementCount, float32Tensor, toFloat32, type StoredTensor } from '../../stored-tensor';
import type { NameRow, StateDict } from '../naming';
import { linear, norm } from './rows';

const pooler = 'visual.attn_pool.';
const parts = ['q', 'k', 'v'] as const;

/** open_clip's AttentionalPooler, with the weights and biases of query, key and value apart. */
export const attentionalPooler: readonly NameRow[] = [
  [`${pooler}query`, 'image/pooling/query', 'row'],
  ...norm(`${pooler}ln_q`, 'image/pooling/query-norm'),
  ...norm(`${pooler}ln_k`, 'image/pooling/key-norm'),
  ...linear(`${pooler}attn.q_proj_`, 'image/pooling/attention/query'),
  ...linear(`${pooler}attn.k_proj_`, 'image/pooling/attention/key'),
  ...linear(`${pooler}attn.v_proj_`, 'image/pooling/attention/value'),
  ...linear(`${pooler}attn.out_proj.`, 'image/pooling/attention/output'),
];

const [packedWeight, packedBias] = [`${pooler}attn.in_proj_weight`, `${pooler}attn.in_proj_bias`];

/**
 * The first of the pooler's queries alone, which is the one that CLIP's part of CoCa reads, and what PyTorch packs apart: always
 * the biases, the weights where tower and embeddings have one width. Throws UserError where it isn't of three parts.
 */
export function unpackPooler(stateDict: StateDict): StateDict {
  for (const name of [`${pooler}query`, packedBias])
    if (!stateDict.has(name)) throw new UserError(`the checkpoint has no parameter "${name}"`);
  const unpacked = new Map(stateDict);
  const queries = stateDict.get(`${pooler}query`)!;
  if (queries.shape.length === 2 && elementCount(queries.shape) > 0)
    unpacked.set(`${pooler}query`, slice(queries, 0, 1));
  unpack(unpacked, 'bias', packedBias);
  if (stateDict.has(packedWeight)) unpack(unpacked, 'weight', packedWeight);
  return unpacked;
}

function unpack(stateDict: Map<string, StoredTensor>, kind: 'weight' | 'bias', packed: string): void {
  const tensor = stateDict.get(packed)!;
  const [rows = 0] = tensor.shape;
  const rank = kind === 'weight' ? 2 : 1;
  if (tensor.shape.length !== rank || rows % 3 !== 0 || elementCount(tensor.shape) === 0)
    throw new UserError(
      `parameter "${packed}" has shape [${tensor.shape.join(', ')}], expected ${rank === 1 ? '[3d]' : '[3d, d]'}: query, key and value`,
    );
  stateDict.delete(packed);
  parts.forEach((part, i) => {
    const name = `${pooler}attn.${part}_proj_${kind}`;
    if (stateDict.has(name)) throw new UserError(`the checkpoint has both "${packed}" and "${name}"`);
    stateDict.set(name, slice(tensor, (i * rows) / 3, rows / 3));
  });
}

/** As PyTorch's module packs them. */
export function packPooler(stateDict: Map<string, StoredTensor>): Map<string, StoredTensor> {
  pack(stateDict, 'bias', packedBias);
  const shapes = parts.map((part) => stateDict.get(`${pooler}attn.${part}_proj_weight`)!.shape);
  if (shapes[0]!.join() === shapes[1]!.join()) pack(stateDict, 'weight', packedWeight);
  return stateDict;
}

function pack(stateDict: Map<string, StoredTensor>, kind: 'weight' | 'bias', packed: string): void {
  const names = parts.map((part) => `${pooler}attn.${part}_proj_${kind}`);
  const tensors = names.map((name) => stateDict.get(name)!);
  const [rows = 0, ...columns] = tensors[0]!.shape;
  const data = new Float32Array(3 * rows * elementCount(columns));
  tensors.forEach((tensor, i) => data.set(toFloat32(tensor), i * rows * elementCount(columns)));
  stateDict.set(packed, float32Tensor([3 * rows, ...columns], data));
  for (const name of names) stateDict.delete(name);
}

/** Some rows of a tensor. */
function slice(tensor: StoredTensor, first: number, rows: number): StoredTensor {
  const [, ...columns] = tensor.shape;
  const step = elementCount(columns);
  return float32Tensor([rows, ...columns], toFloat32(tensor).slice(first * step, (first + rows) * step));
}
