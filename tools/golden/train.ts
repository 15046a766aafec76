import { selectBackend, tf } from '@alignclip/backend';
import type { Optimizer, Scalar, Tensor } from '@alignclip/core';
import { fromOpenClip, toAddresses, toFloat32, type ParameterRow, type StoredTensor } from '@alignclip/formats';
import { AdamW, type AdamWOptions, type ParameterStore } from '@alignclip/nn';
import {
  batchGradients,
  ContrastiveModel,
  disposeBatch,
  Objective,
  warmUpCosine,
  type Batch,
} from '@alignclip/training';
import { TensorChecks } from './compare';
import { buildModel, loadOfficial, officialTensors, toImages, toTokens } from './golden-model';
import type { GoldenReport } from './report';
import { runSchema, stepLosses, trainedTerms, type GoldenRun } from './train-objective';

const file = 'train.safetensors';

/** The official training loop, step by step, through our objective, gradients, AdamW and clamp. */
export async function checkTrain(folder: string, optimizerOf: MakeOptimizer = adamW): Promise<GoldenReport> {
  await selectBackend();
  const checks = await TensorChecks.open(folder, file);
  const { runs, optimizer } = runSchema.parse(checks.entry);
  for (const [name, run] of Object.entries(runs)) checkRun(checks, name, run, optimizer, optimizerOf);
  return checks.report();
}

/** The optimizer of a run; a test puts a wrong one in its place. */
export type MakeOptimizer = (parameters: ParameterStore, options: AdamWOptions) => Optimizer & { dispose(): void };

const adamW: MakeOptimizer = (parameters, options) => new AdamW(parameters, options);

type Settings = ReturnType<typeof runSchema.parse>['optimizer'];

function checkRun(
  checks: TensorChecks,
  name: string,
  run: GoldenRun,
  settings: Settings,
  optimizerOf: MakeOptimizer,
): void {
  const initial = officialTensors(checks, `${name}/init/`);
  const { table } = fromOpenClip(initial);
  const golden = buildModel(run.config);
  loadOfficial(golden.parameters, initial, table);
  const [beta1, beta2] = settings.betas;
  const optimizer = optimizerOf(golden.parameters, {
    beta1,
    beta2,
    epsilon: settings.eps,
    weightDecay: settings.weight_decay,
    noDecay: [],
  });
  const logarithm = golden.parameters.get('logit-scale')!;
  const temperature = { logitScale: () => tf.exp(logarithm) as Scalar, clamp: () => undefined };
  const model = new ContrastiveModel(golden.image, golden.text, temperature);
  const objective = new Objective(trainedTerms(run));
  const scales = [logarithm.dataSync()[0]!];
  const schedule = warmUpCosine.make({ rate: settings.lr, warmUp: settings.warmup });
  const rates = run.lr_f64.map((_, step) => schedule.learningRate(step, settings.total_steps));
  rates.forEach((rate, step) => {
    const batch = readBatch(checks, step, run.semantic);
    const { gradients, losses } = batchGradients(model, objective, golden.parameters, batch);
    checkLosses(checks, `${name}/step.${step}`, run, step, losses());
    if (step === 0) checkTensors(checks, `${name}/grad1/`, table, gradients);
    optimizer.apply(gradients, rate);
    const [low, high] = settings.clamp_logit_scale;
    tf.tidy(() => logarithm.assign(tf.clipByValue(logarithm, low, high)));
    scales.push(logarithm.dataSync()[0]!);
    tf.dispose(gradients);
    disposeBatch(batch);
  });
  checks.compare(`${name}/lr`, rates);
  checks.compareNumbers(`${name}: learning rates in float64`, rates, run.lr_f64, 0);
  checks.compare(`${name}/logit_scale_param`, scales);
  const trained = Object.fromEntries(golden.parameters.entries());
  checkTensors(checks, `${name}/final/`, table, trained, checks.compareWeights.bind(checks));
  checkUnused(checks, name, initial, table);
  optimizer.dispose();
  golden.parameters.dispose();
}

function readBatch(checks: TensorChecks, step: number, semantic: boolean): Batch {
  const similarity = checks.input(`batch.${step}/S`);
  checks.input(`batch.${step}/semantic_features`);
  return {
    images: toImages(checks.input(`batch.${step}/image`)),
    tokens: toTokens(checks.input(`batch.${step}/text`)),
    ...(semantic && { semanticSimilarity: tf.tensor2d(toFloat32(similarity), similarity.shape as [number, number]) }),
  };
}

function checkLosses(
  checks: TensorChecks,
  where: string,
  run: GoldenRun,
  step: number,
  losses: Readonly<Record<string, number>>,
): void {
  const ours = stepLosses(run, losses);
  const noise = Math.max(...Object.keys(ours).map((term) => checks.noise(`${where}/loss/${term}`)));
  for (const [term, value] of Object.entries(ours)) checks.compare(`${where}/loss/${term}`, [value]);
  checks.compareNumbers(
    `${where}: loss back-propagated`,
    [losses['L']!],
    [run.step_loss_back_propagated[step]!],
    2 * noise,
  );
}

/** Compares our tensors by address with the official ones by name; key biases have a tolerance of their own. */
function checkTensors(
  checks: TensorChecks,
  prefix: string,
  table: readonly ParameterRow[],
  ours: Readonly<Record<string, Tensor>>,
  compare: Compare = checks.compareNumbers.bind(checks),
): void {
  const present = table.filter(({ official }) => checks.has(prefix + official));
  const want = toAddresses(
    new Map(present.map(({ official }) => [official, checks.input(prefix + official)])),
    present,
  );
  for (const { official, address } of present) {
    const [got, expected] = [ours[address]?.dataSync() ?? [], want.get(address)!.data as Float32Array];
    const noise = checks.noise(prefix + official);
    const keyNoise = checks.entry.tensors[prefix + official]?.['noise_key_third'];
    if (typeof keyNoise !== 'number') compare(prefix + official, got, expected, noise);
    else
      [noise, keyNoise, noise].forEach((noiseOfThird, third) => {
        const part = (values: ArrayLike<number>) => thirdOf(values, third);
        compare(`${prefix}${official}, third ${third}`, part(got), part(expected), noiseOfThird);
      });
  }
}

type Compare = (what: string, got: ArrayLike<number>, want: ArrayLike<number>, noise: number) => void;

const thirdOf = (values: ArrayLike<number>, third: number): number[] => {
  const width = values.length / 3;
  return Array.from(values).slice(third * width, (third + 1) * width);
};

/** A parameter that no embedding depends on gets no gradient and stays as it was. */
function checkUnused(
  checks: TensorChecks,
  name: string,
  initial: ReadonlyMap<string, StoredTensor>,
  table: readonly ParameterRow[],
): void {
  const used = new Set(table.map(({ official }) => official));
  for (const [official, tensor] of initial) {
    if (!used.has(official) && checks.has(`${name}/final/${official}`))
      checks.compare(`${name}/final/${official}`, toFloat32(tensor));
  }
}
