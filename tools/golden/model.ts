import { matMul, selectBackend, tf } from '@alignclip/backend';
import type { Tensor2D } from '@alignclip/core';
import { fromOpenClip, toFloat32 } from '@alignclip/formats';
import type { SequenceShape, Transformer } from '@alignclip/nn';
import { z } from 'zod';
import { TensorChecks } from './compare';
import {
  buildModel,
  configSchema,
  loadOfficial,
  officialTensors,
  toImages,
  toTokens,
  type GoldenConfig,
  type GoldenModel,
} from './golden-model';
import type { GoldenReport } from './report';

const schema = z.object({
  cases: z.record(z.string(), z.object({ config: configSchema, batch: z.number(), parameters: z.number() })),
});

/** Forward passes of the official models, activation by activation, through our towers. */
export async function checkModel(folder: string, file: string): Promise<GoldenReport> {
  await selectBackend();
  const checks = await TensorChecks.open(folder, file);
  for (const [name, { config, parameters }] of Object.entries(schema.parse(checks.entry).cases)) {
    const official = officialTensors(checks, `${name}/param/`);
    const { table, unused } = fromOpenClip(official);
    const model = buildModel(config);
    loadOfficial(model.parameters, official, table);
    tf.tidy(() => checkCase(checks, name, config, model));
    const unusedSize = unused.reduce((sum, key) => sum + official.get(key)!.data.length, 0);
    const count = [...model.parameters.entries()].reduce((sum, [, variable]) => sum + variable.size, unusedSize);
    checks.compareNumbers(`${name}: number of parameters`, [count], [parameters], 0);
    model.parameters.dispose();
  }
  return checks.report();
}

function checkCase(
  checks: TensorChecks,
  name: string,
  config: GoldenConfig,
  { image, text, parameters }: GoldenModel,
): void {
  const images = toImages(checks.input(`${name}/input/image`));
  const tokens = toTokens(checks.input(`${name}/input/text`));
  const batch = images.shape[0];
  const patches = (config.vision.image_size / config.vision.patch_size) ** 2 + 1;
  const imageRows = checkBlocks(checks, `${name}/act/image`, image.inputRows(images), image.transformer, {
    batch,
    tokens: patches,
  });
  const textRows = checkBlocks(checks, `${name}/act/text`, text.inputRows(tokens), text.transformer, {
    batch,
    tokens: tokens.shape[1],
  });
  checks.compare(
    `${name}/out/image_features_raw`,
    image.head.project(image.pool(imageRows, { batch, tokens: patches })).dataSync(),
  );
  checks.compare(`${name}/out/text_features_raw`, text.head.project(text.pool(textRows, tokens)).dataSync());
  const [v, t] = [image.embed(images), text.embed(tokens)];
  checks.compare(`${name}/out/image_features`, v.dataSync());
  checks.compare(`${name}/out/text_features`, t.dataSync());
  const scale = tf.exp(parameters.get('logit-scale')!);
  checks.compare(`${name}/out/logit_scale`, scale.dataSync());
  checks.compare(`${name}/out/logits_per_image`, tf.mul(matMul(v, t, false, true), scale).dataSync());
  checkTrimming(checks, name, tokens, text, t);
}

function checkBlocks(
  checks: TensorChecks,
  where: string,
  input: Tensor2D,
  { blocks }: Transformer,
  shape: SequenceShape,
): Tensor2D {
  checks.compare(`${where}/embed`, input.dataSync());
  return blocks.reduce((rows, block, i) => {
    const output = block.apply(rows, shape);
    checks.compare(`${where}/block.${i}`, output.dataSync());
    return output;
  }, input);
}

/** Texts cut behind their longest end token give the same features. */
function checkTrimming(
  checks: TensorChecks,
  name: string,
  tokens: Tensor2D,
  text: GoldenModel['text'],
  full: Tensor2D,
): void {
  const longest = Math.max(...tf.argMax(tokens, 1).dataSync()) + 1;
  const trimmed = text.embed(tf.slice<tf.Rank.R2, Tensor2D>(tokens, [0, 0], [-1, longest]));
  checks.compareNumbers(
    `${name}: text trimmed to ${longest} tokens`,
    trimmed.dataSync(),
    toFloat32({ dtype: 'F32', shape: full.shape, data: full.dataSync() as Float32Array }),
    1e-7,
  );
}
