import { UserError } from '@alignclip/core';
import { elementCount, float32Tensor, toFloat32, type StoredTensor } from '../../stored-tensor';
import type { SentenceTransformerForm } from '../forms/sentence-transformer';
import type { NameRow, StateDict } from '../naming';
import { linear, norm } from './rows';

const embeddings = 'text.transformer.embeddings.';
const layer = 'text.transformer.encoder.layer.#.';

/** BERT's and RoBERTa's of transformers as the text tower of open_clip, with query, key and value in one. */
export const hubText: readonly NameRow[] = [
  [`${embeddings}word_embeddings.weight`, 'text/token-embedding', 'same'],
  [`${embeddings}position_embeddings.weight`, 'text/positions', 'same'],
  ...norm(`${embeddings}LayerNorm`, 'text/pre-norm'),
  ...linear(`${layer}attention.self.qkv.`, 'text/blocks/#/attention/qkv'),
  ...linear(`${layer}attention.output.dense.`, 'text/blocks/#/attention/output'),
  ...norm(`${layer}attention.output.LayerNorm`, 'text/blocks/#/norm-1'),
  ...linear(`${layer}intermediate.dense.`, 'text/blocks/#/mlp/input'),
  ...linear(`${layer}output.dense.`, 'text/blocks/#/mlp/output'),
  ...norm(`${layer}output.LayerNorm`, 'text/blocks/#/norm-2'),
  ['text.proj.weight', 'text/projection', 'transposed'],
  ['text.proj.0.weight', 'text/projection/input/kernel', 'transposed'],
  ['text.proj.2.weight', 'text/projection/output/kernel', 'transposed'],
];

const [places, types] = [`${embeddings}position_embeddings.weight`, `${embeddings}token_type_embeddings.weight`];

/** RoBERTa has one type of tokens, BERT two or more. */
export const familyOf = (stateDict: StateDict): SentenceTransformerForm['family'] =>
  stateDict.get(types)?.shape[0] === 1 ? 'roberta' : 'bert';

/** Rows of the table of places before the first token's: RoBERTa's up to the padding id, 1. */
const placesBefore = (family: SentenceTransformerForm['family']): number => (family === 'roberta' ? 2 : 0);

const parts = ['query', 'key', 'value'] as const;
const part = /^(text\.transformer\.encoder\.layer\.\d+\.attention\.self\.)(query|key|value)\.(weight|bias)$/;
const joined = /^(text\.transformer\.encoder\.layer\.\d+\.attention\.self\.)qkv\.(weight|bias)$/;

/**
 * With query, key and value in one, and with the type of the first token, a constant, in the table of places, which begins with
 * the first token's. Throws UserError where parts of these are missing or of different shapes.
 */
export function joinHubText(stateDict: StateDict): StateDict {
  const result = new Map<string, StoredTensor>();
  for (const [name, tensor] of stateDict) {
    const [, path, kind, what] = part.exec(name) ?? [];
    if (path === undefined) result.set(name, tensor);
    else if (kind === 'query') result.set(`${path}qkv.${what!}`, stacked(stateDict, path, what!));
    else if (!stateDict.has(`${path}query.${what!}`)) throw missing(`${path}query.${what!}`);
  }
  result.set(places, placesOfTokens(stateDict));
  result.delete(types);
  return result;
}

function placesOfTokens(stateDict: StateDict): StoredTensor {
  const [table, type] = [tensorOf(stateDict, places), tensorOf(stateDict, types)];
  const before = placesBefore(familyOf(stateDict));
  const [rows = 0, width = 0] = table.shape;
  const isRight = table.shape.length === 2 && type.shape.length === 2 && type.shape[1] === width;
  if (!isRight || rows <= before || elementCount(type.shape) === 0)
    throw new UserError(
      `parameters "${places}" and "${types}" have shapes [${table.shape.join(', ')}] and [${type.shape.join(', ')}], expected [> ${before}, w] and [> 0, w]`,
    );
  const own = toFloat32(type);
  const values = toFloat32(table).slice(before * width);
  for (let i = 0; i < values.length; i += 1) values[i]! += own[i % width]!;
  return float32Tensor([rows - before, width], values);
}

/** As transformers has them: the places that RoBERTa keeps for padding and the types of tokens are zeros. */
export function splitHubText(
  stateDict: Map<string, StoredTensor>,
  family: SentenceTransformerForm['family'],
): Map<string, StoredTensor> {
  for (const [name, tensor] of [...stateDict]) {
    const [, path, what] = joined.exec(name) ?? [];
    if (path === undefined) continue;
    const [rows = 0, ...columns] = tensor.shape;
    const [values, size] = [toFloat32(tensor), elementCount(tensor.shape) / 3];
    parts.forEach((one, i) =>
      stateDict.set(
        `${path}${one}.${what!}`,
        float32Tensor([rows / 3, ...columns], values.slice(i * size, (i + 1) * size)),
      ),
    );
    stateDict.delete(name);
  }
  const { shape, data } = stateDict.get(places)!;
  const [rows = 0, width = 0] = shape;
  const before = placesBefore(family);
  const table = new Float32Array((rows + before) * width);
  table.set(data as Float32Array, before * width);
  stateDict.set(places, float32Tensor([rows + before, width], table));
  const kinds = family === 'roberta' ? 1 : 2;
  return stateDict.set(types, float32Tensor([kinds, width], new Float32Array(kinds * width)));
}

function stacked(stateDict: StateDict, path: string, what: string): StoredTensor {
  const tensors = parts.map((one) => tensorOf(stateDict, `${path}${one}.${what}`));
  const [first] = tensors;
  const other = tensors.findIndex(({ shape }) => shape.join() !== first!.shape.join());
  if (other >= 0)
    throw new UserError(
      `parameter "${path}${parts[other]!}.${what}" has shape [${tensors[other]!.shape.join(', ')}], that of the query [${first!.shape.join(', ')}]`,
    );
  const size = elementCount(first!.shape);
  const data = new Float32Array(3 * size);
  tensors.forEach((tensor, i) => data.set(toFloat32(tensor), i * size));
  const [rows = 0, ...columns] = first!.shape;
  return float32Tensor([3 * rows, ...columns], data);
}

const missing = (name: string): UserError => new UserError(`the checkpoint has no parameter "${name}"`);

function tensorOf(stateDict: StateDict, name: string): StoredTensor {
  const tensor = stateDict.get(name);
  if (tensor === undefined) throw missing(name);
  return tensor;
}
