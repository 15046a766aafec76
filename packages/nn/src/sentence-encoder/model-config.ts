import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, UserError } from '@alignclip/core';
import { z } from 'zod';

const size = z.int().min(1).max(10_000_000);
const common = {
  hidden_size: size,
  num_hidden_layers: size.max(1000),
  num_attention_heads: size,
  intermediate_size: size,
  vocab_size: size,
  max_position_embeddings: size,
  layer_norm_eps: z.number().positive(),
  hidden_act: z.literal('gelu'),
};
const kinds = z.discriminatedUnion('model_type', [
  z.object({
    ...common,
    model_type: z.literal('bert'),
    type_vocab_size: size,
    position_embedding_type: z.literal('absolute').default('absolute'),
  }),
  z.object({
    ...common,
    model_type: z.literal('mpnet'),
    pad_token_id: z.int().nonnegative(),
    relative_attention_num_buckets: size,
  }),
]);
const schema = kinds
  .refine((config) => config.hidden_size % config.num_attention_heads === 0, {
    path: ['num_attention_heads'],
    message: 'must divide hidden_size',
  })
  .refine((config) => config.model_type === 'bert' || config.pad_token_id + 1 < config.max_position_embeddings, {
    path: ['pad_token_id'],
    message: 'leaves no position for a token',
  });

/** The parts of a Hugging Face `config.json` that the forward pass needs. */
export type ModelConfig = z.output<typeof schema>;

/** Throws UserError where the file is not JSON, or not a BERT or MPNet with exact GELU. */
export async function readModelConfig(folder: string): Promise<ModelConfig> {
  const path = join(folder, 'config.json');
  const result = schema.safeParse(await readJson(path));
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`);
  throw new UserError(`${path}: ${problems.join('; ')}`);
}

/** Throws UserError that names the file. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (error) {
    throw new UserError(`${path}: ${messageOf(error)}`);
  }
}

/** MPNet reserves the positions up to its padding id for padding. */
export const firstPosition = (config: ModelConfig): number =>
  config.model_type === 'mpnet' ? config.pad_token_id + 1 : 0;

/** Number of tokens in the position table. */
export const maxTokensOf = (config: ModelConfig): number => config.max_position_embeddings - firstPosition(config);

/** The sizes of the published models, so that one of these sizes can be trained from scratch without their files. */
export const publishedConfigs: Readonly<Record<string, ModelConfig>> = {
  'all-MiniLM-L6-v2': {
    model_type: 'bert',
    hidden_size: 384,
    num_hidden_layers: 6,
    num_attention_heads: 12,
    intermediate_size: 1536,
    vocab_size: 30522,
    max_position_embeddings: 512,
    layer_norm_eps: 1e-12,
    hidden_act: 'gelu',
    type_vocab_size: 2,
    position_embedding_type: 'absolute',
  },
  'all-mpnet-base-v2': {
    model_type: 'mpnet',
    hidden_size: 768,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    intermediate_size: 3072,
    vocab_size: 30527,
    max_position_embeddings: 514,
    layer_norm_eps: 1e-5,
    hidden_act: 'gelu',
    pad_token_id: 1,
    relative_attention_num_buckets: 32,
  },
};
