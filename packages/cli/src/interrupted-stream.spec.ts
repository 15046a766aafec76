import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { differences } from '@alignclip/experiment/testing';
import { readSafetensors } from '@alignclip/formats';
import { createProgram } from './program';
import { printed } from './testing/run-bin';
import { runBin, type SignalAt } from './testing/run-bin';
import { scratchFolder } from './testing/scratch-folder';

/** No multiple of what a window takes from a shard. */
const perShard = 101;

const source = `
  import { bagOfWords, bpeTokenizer, clip, defineExperiment, gap, textTransformer, trainer, visionTransformer,
    webdataset } from 'alignclip';
  const tower = { width: 8, layers: 1, embeddingWidth: 8 };
  const files = { train: 'shards/train-*.tar', test: 'shards/test-*.tar' };
  export default defineExperiment({
    name: 'streamed', seeds: [0],
    base: {
      dataset: webdataset({ files, lanes: 2, window: 8 }),
      imageEncoder: visionTransformer({ ...tower, imageSize: 16, patchSize: 8 }),
      textEncoder: textTransformer(tower), tokenizer: bpeTokenizer({ contextLength: 16 }), losses: [clip()],
      trainer: trainer({ steps: 200, batchSize: 6, checkpointEvery: 2 }), evaluators: [gap({ resamples: 0 })],
    },
    variants: { CLIP: {} },
  });`;

const scratch = scratchFolder();
const run = (command: string, runs: string, at?: SignalAt) =>
  runBin(
    [command, 'streamed.ts', '--runs', runs, ...(command === 'ablate' ? ['--processes', '1'] : [])],
    scratch.path,
    at,
  );
const atFirstStep = (signal: NodeJS.Signals): SignalAt => ({ line: /: step \d+\/200 /, signal });
const firstStep = (stdout: string) => Number(/: step (\d+)\/200 /.exec(stdout)?.[1]);

/** Where the data of the only checkpoint stood, and the steps that it holds. */
async function stoppedAt(runs: string) {
  const folder = join(scratch.path, runs, 'streamed/checkpoints');
  const name = readdirSync(folder).find((file) => /^[0-9a-f]+\.safetensors$/.test(file)); // a kill may leave half of another
  const { metadata } = await readSafetensors(join(folder, name!));
  return JSON.parse(metadata['training']!) as {
    step: number;
    position: { lanes: [shard: number, sample: number][]; drawn: number };
  };
}

const isInsideShard = ({ lanes, drawn }: Awaited<ReturnType<typeof stoppedAt>>['position']) =>
  drawn > 0 || lanes.some(([, sample]) => sample > 0);

describe('a run on shards that is stopped by a signal', () => {
  beforeAll(async () => {
    scratch.write('streamed.ts', source);
    const shards = ['--out', join(scratch.path, 'shards'), '--per-shard', String(perShard)];
    const convert = ['data', 'convert', 'shapes', '-o', 'resolution=16', '--split', 'train', 'test', ...shards];
    await printed(() => createProgram().exitOverride().parseAsync(convert, { from: 'user' }));
    expect(
      readdirSync(join(scratch.path, 'shards')).filter((name) => /^train-.*tar$/.test(name)).length,
    ).toBeGreaterThan(2);
    expect(await run('train', 'calm')).toMatchObject({ code: 0, stderr: '' });
  }, 120_000);

  it('resumes inside the shard to the same record and weights, bit by bit', async () => {
    const first = await run('train', 'trained', atFirstStep('SIGINT'));
    expect(first.code).toBe(130);
    expect(first.stderr).toContain('stopping after the current step');
    const interrupted = await stoppedAt('trained');
    expect(interrupted.step).toBeLessThan(200);
    expect(isInsideShard(interrupted.position)).toBe(true);

    const killed = await run('train', 'trained', atFirstStep('SIGKILL'));
    expect(firstStep(killed.stdout)).toBe(interrupted.step + 1);
    const left = await stoppedAt('trained');
    expect(left.step).toBeGreaterThanOrEqual(interrupted.step);
    expect(isInsideShard(left.position)).toBe(true);

    const last = await run('train', 'trained');
    expect(last).toMatchObject({ code: 0, stderr: '' });
    expect(firstStep(last.stdout)).toBe(left.step + 1);
    expect(await differences(join(scratch.path, 'calm/streamed'), join(scratch.path, 'trained/streamed'))).toEqual([]);
  }, 120_000);

  it('does so in a process of its own under ablate', async () => {
    const { code, stderr } = await run('ablate', 'swept', atFirstStep('SIGINT'));
    expect(code).toBe(130);
    expect(stderr).toContain('run the same command to resume');
    const { step, position } = await stoppedAt('swept');
    expect(isInsideShard(position)).toBe(true);
    const last = await run('ablate', 'swept');
    expect(last.code).toBe(0);
    expect(firstStep(last.stdout)).toBe(step + 1);
    expect(await differences(join(scratch.path, 'calm/streamed'), join(scratch.path, 'swept/streamed'))).toEqual([]);
  }, 120_000);
});
