import { matMul, normalizeRows, selectBackend, tf } from '@alignclip/backend';
import type { EmbeddedBatch, LossTerm, Tensor, Tensor1D, Tensor2D } from '@alignclip/core';
import { toFloat32 } from '@alignclip/formats';
import { semanticDistance, separationWithoutPair } from '@alignclip/losses';
import { analyticGradients } from '@alignclip/losses/testing';
import { Objective } from '@alignclip/training';
import { z } from 'zod';
import { TensorChecks } from './compare';
import { objectivesOf, variantSchema, type Variant } from './loss-objectives';
import type { GoldenReport } from './report';

type TaughtBatch = Required<Pick<EmbeddedBatch, 'image' | 'text' | 'logitScale' | 'semanticSimilarity'>>;

const file = 'loss.safetensors';
const schema = z.object({
  cases: z.record(z.string(), z.unknown()),
  variants: z.array(variantSchema),
  values_f64: z.record(z.string(), z.record(z.string(), z.number())),
});

/** Values and gradients of every loss of the official code and of the paper, through our terms. */
export async function checkLoss(folder: string): Promise<GoldenReport> {
  await selectBackend();
  const checks = await TensorChecks.open(folder, file);
  const { cases, variants, values_f64: exact } = schema.parse(checks.entry);
  for (const name of Object.keys(cases)) {
    tf.tidy(() => {
      const batch = readBatch(checks, name);
      for (const variant of variants) checkVariant(checks, `${name}/${variant.id}`, variant, batch, exact);
    });
  }
  return checks.report();
}

/** The batch of a case; the file's S and D must follow from its semantic features. */
function readBatch(checks: TensorChecks, name: string): TaughtBatch {
  const input = (key: string): Tensor => {
    const stored = checks.input(`${name}/in/${key}`);
    return tf.tensor(toFloat32(stored), [...stored.shape]);
  };
  const captions = normalizeRows(input('semantic_features') as Tensor2D);
  checks.compare(`${name}/in/S`, matMul(captions, captions, false, true).dataSync());
  const batch = {
    image: input('image_features') as Tensor2D,
    text: input('text_features') as Tensor2D,
    logitScale: input('logit_scale') as EmbeddedBatch['logitScale'],
    semanticSimilarity: input('S') as Tensor2D,
  };
  checks.compare(`${name}/in/D`, semanticDistance(batch.semanticSimilarity).dataSync());
  return batch;
}

function checkVariant(
  checks: TensorChecks,
  where: string,
  variant: Variant,
  batch: TaughtBatch,
  exact: z.infer<typeof schema>['values_f64'],
): void {
  const objectives = objectivesOf(variant);
  for (const term of variant.terms) {
    const objective = objectives[term];
    if (objective === undefined) checks.failures.push(`${where}: no term of ours is its "${term}"`);
    else checkObjective(checks, where, term, sumOf(objective), batch);
    const want = exact[where]?.[term];
    if (objective === undefined || want === undefined) continue;
    const got = sumOf(objective).compute(batch).dataSync();
    checks.compareNumbers(`${where}: ${term} in float64`, got, [want], checks.noise(`${where}/value/${term}`));
  }
  checkRows(checks, where, batch);
}

function checkObjective(checks: TensorChecks, where: string, term: string, sum: LossTerm, batch: EmbeddedBatch): void {
  checks.compare(`${where}/value/${term}`, sum.compute(batch).dataSync());
  const gradients = analyticGradients(sum, batch);
  checks.compare(`${where}/grad/${term}/image_features`, gradients.image.dataSync());
  checks.compare(`${where}/grad/${term}/text_features`, gradients.text.dataSync());
  checks.compare(`${where}/grad/${term}/logit_scale`, gradients.logitScale.dataSync());
}

/** The paper's equation row by row, where the file holds it. */
function checkRows(checks: TensorChecks, where: string, batch: TaughtBatch): void {
  const rows = { L_vv: batch.image, L_tt: batch.text };
  for (const [term, embeddings] of Object.entries(rows)) {
    const name = `${where}/per_sample/${term}`;
    if (!checks.has(name)) continue;
    const similarities = tf.mul<Tensor2D>(
      matMul(embeddings, embeddings, false, true),
      semanticDistance(batch.semanticSimilarity),
    );
    const pairs = tf.sum<Tensor1D>(tf.mul(batch.image, batch.text), 1);
    checks.compare(name, separationWithoutPair(similarities, pairs, batch.logitScale).dataSync());
  }
}

/** Σ w_k L_k through the trainer's objective, as one term. */
function sumOf(terms: readonly LossTerm[]): LossTerm {
  const objective = new Objective(terms);
  return { symbol: 'L', weight: 1, compute: (batch) => objective.evaluate(batch).total };
}
