import { type Cell, compose, evaluateMapped, type Run } from '@alignclip/experiment';
import { Parameters } from '@alignclip/nn';
import { ContrastiveTrainer } from '@alignclip/training';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Arm, cellOf, type TwinCase } from './cases';
import { ExportedRun } from './exported-run';
import { readTrajectory, type Trajectory } from './trajectory';

export interface Sides {
  /** By the names of the arms. */
  readonly ours: Readonly<Record<string, Trajectory>>;
  /** PyTorch's: `float64`, `float32`, `bfloat16`. */
  readonly theirs: Readonly<Record<string, Trajectory>>;
  readonly versions: string;
}

/** Trains a case in all its arms here, exporting what the first one reads, and then in PyTorch on the same. */
export async function trainBoth(given: TwinCase, python: string, threads: number): Promise<Sides> {
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-twin-'));
  try {
    const ours: Record<string, Trajectory> = {};
    for (const arm of given.arms) ours[arm.name] = await trainOurs(given, arm, arm === given.arms[0] && folder);
    const names = ['float64', ...new Set(given.arms.map((arm) => arm.theirs))];
    const versions = trainTheirs(python, folder, threads, names);
    const read = async (name: string) => [name, await readTrajectory(join(folder, `${name}.safetensors`))] as const;
    return { ours, theirs: Object.fromEntries(await Promise.all(names.map(read))), versions };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function trainOurs(given: TwinCase, arm: Arm, exportTo: string | false): Promise<Trajectory> {
  const cell = cellOf(given, arm);
  const run = composed(given, cell);
  const trainer = await run.trainer();
  if (!(trainer instanceof ContrastiveTrainer)) throw new Error(`${cell.variant}: its trainer has no steps`);
  const exported = exportTo === false ? undefined : new ExportedRun(exportTo, run, cell);
  await exported?.weights();
  const curves: Record<string, number[]> = {};
  for (let step = 0; step < trainer.steps; step += 1) {
    const batch = await trainer.batch(step);
    await exported?.batch(step, batch);
    const { losses, logitScale } = trainer.step(batch, step);
    for (const [name, value] of Object.entries({ ...losses, 'logit scale': logitScale }))
      (curves[name] ??= []).push(value);
  }
  const splits = given.isEvaluated ? splitsOf(cell) : [];
  await exported?.finish(trainer.steps, splits);
  const parameters = await run.get(Parameters);
  const weights = Object.fromEntries([...parameters.entries()].map(([address, value]) => [address, value.dataSync()]));
  const scores = splits.length > 0 ? await scoresOf(run, splits) : {};
  parameters.dispose();
  return { curves, weights, scores };
}

const composed = ({ experiment: { registry } }: TwinCase, cell: Cell): Run => {
  const evaluators = cell.config.evaluators.filter(({ type }) => type === 'gap' || type === 'retrieval');
  return compose({ config: { ...cell.config, evaluators }, seed: cell.seed, registry });
};

const splitsOf = ({ config }: Cell): readonly string[] =>
  config.evaluators.find(({ type }) => type === 'retrieval')!.options['splits'] as string[];

/** Recalls and the centroid distance, which the other side computes too. */
async function scoresOf(run: Run, splits: readonly string[]): Promise<Record<string, number>> {
  const { scores } = await evaluateMapped(run);
  const compared = splits.flatMap((split) => [
    `gap/${split}/centroid-distance`,
    ...['image-to-text', 'text-to-image'].flatMap((way) => [1, 5, 10].map((k) => `retrieval/${split}/${way}/R@${k}`)),
  ]);
  return Object.fromEntries(compared.map((name) => [name, scores[name]!]));
}

/** Gives the versions that the script names. Throws with its own words where it fails. */
function trainTheirs(python: string, folder: string, threads: number, arms: readonly string[]): string {
  const script = join(__dirname, '../reference/twin.py');
  const env = { ...process.env, LD_PRELOAD: '', PYTHONDONTWRITEBYTECODE: '1' };
  const { status, stdout, stderr, error } = spawnSync(python, [script, folder, String(threads), ...arms], {
    encoding: 'utf8',
    env,
  });
  if (status === 0) return stdout.trim();
  throw new Error(`twin.py failed: ${error?.message ?? stderr.trim().slice(-3000)}`);
}
