import { tf } from '@alignclip/backend';
import type { Modality, SharingStrategy, Tensor2D, Tensor4D } from '@alignclip/core';
import { TextTransformer, VisionTransformer } from '@alignclip/encoders';
import { toAddresses, toFloat32, type ParameterRow, type StoredTensor } from '@alignclip/formats';
import { constant, ParameterStore, towerScope } from '@alignclip/nn';
import { separate, shared } from '@alignclip/sharing';
import { z } from 'zod';
import type { TensorChecks } from './compare';

const tower = z.object({ width: z.number(), layers: z.number(), heads: z.number(), mlp_ratio: z.number() });

/** The size of a model as the manifest tells it. */
export const configSchema = z.object({
  kind: z.enum(['clip', 'sharedclip']),
  embed_dim: z.number(),
  quick_gelu: z.boolean(),
  vision: tower.extend({ image_size: z.number(), patch_size: z.number() }),
  text: tower.extend({ context_length: z.number(), vocab_size: z.number() }),
});
export type GoldenConfig = z.infer<typeof configSchema>;

export interface GoldenModel {
  readonly parameters: ParameterStore;
  readonly image: VisionTransformer;
  readonly text: TextTransformer;
}

/** Our towers at the official model's size; one set of parameters or two, as the strategy says. */
export function buildModel(config: GoldenConfig, logitScale = 0): GoldenModel {
  const parameters = new ParameterStore(0);
  const strategy: SharingStrategy = config.kind === 'clip' ? separate.make({}) : shared.make({});
  const scope = (modality: Modality) => towerScope(parameters, strategy, modality);
  const { vision, text } = config;
  parameters.parameter('logit-scale', [], constant(logitScale));
  return {
    parameters,
    image: new VisionTransformer(scope('image'), {
      ...common(config, vision),
      imageSize: vision.image_size,
      patchSize: vision.patch_size,
    }),
    text: new TextTransformer(scope('text'), {
      ...common(config, text),
      contextLength: text.context_length,
      vocabularySize: text.vocab_size,
    }),
  };
}

const common = (config: GoldenConfig, { width, layers, heads, mlp_ratio }: z.infer<typeof tower>) => ({
  width,
  layers,
  heads,
  mlpRatio: mlp_ratio,
  embeddingWidth: config.embed_dim,
  activation: config.quick_gelu ? ('quick-gelu' as const) : ('gelu' as const),
  initialisation: 'clip' as const,
});

/** The golden tensors `<prefix><official name>`, by official name. */
export function officialTensors(checks: TensorChecks, prefix: string): Map<string, StoredTensor> {
  const names = checks.names.filter((name) => name.startsWith(prefix));
  return new Map(names.map((name) => [name.slice(prefix.length), checks.input(name)]));
}

/** Puts official weights into our addresses. */
export function loadOfficial(
  parameters: ParameterStore,
  tensors: ReadonlyMap<string, StoredTensor>,
  table: readonly ParameterRow[],
): void {
  for (const [address, { shape, data }] of toAddresses(tensors, table)) {
    tf.tidy(() => parameters.assign(address, tf.tensor(data as Float32Array, [...shape])));
  }
}

/** Official images [N, 3, S, S] as ours, [N, S, S, 3]. */
export const toImages = (stored: StoredTensor): Tensor4D =>
  tf.tidy(() =>
    tf.transpose(tf.tensor4d(toFloat32(stored), stored.shape as [number, number, number, number]), [0, 2, 3, 1]),
  );

export const toTokens = ({ data, shape }: StoredTensor): Tensor2D =>
  tf.tensor2d(data as Int32Array, shape as [number, number], 'int32');
