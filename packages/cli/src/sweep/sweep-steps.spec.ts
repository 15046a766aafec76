import { selectBackend } from '@alignclip/backend';
import {
  type MeasuredCells,
  openExperiment,
  planSweep,
  type PlannedCell,
  type SweepPlan,
  loadExperiment,
  type ExperimentDefinition,
} from '@alignclip/experiment';
import { join } from 'node:path';
import { printed } from '../testing/run-bin';
import { scratchFolder, tinySource, workspaceRoot } from '../testing/scratch-folder';
import { printEstimate, printPlan, chooseProfile, prepareData } from './sweep-steps';

const scratch = scratchFolder();
const count = ({ parameters }: PlannedCell) => parameters.total.toLocaleString('en');

describe('printPlan', () => {
  let plan: SweepPlan;
  beforeAll(async () => {
    const file = scratch.write('tiny.ts', tinySource);
    plan = await planSweep(openExperiment(file, { runs: join(scratch.path, 'runs') }), { profile: 'long' });
  });

  it('counts the cells', async () => {
    const line = 'tiny, profile long: 2 cells, 0 finished, 2 to run';
    expect(await printed(() => printPlan(plan, false))).toEqual([line]);
  });

  it('marks cells that resume from a checkpoint, and those that are trained', async () => {
    const cells = [3, 7].map((trainedSteps, i) => ({ ...plan.cells[i]!, trainedSteps }));
    const lines = await printed(() => printPlan({ ...plan, cells }, true));
    expect(lines[1]).toMatch(/^ {2}from step 3 {2}CLIP · seed 0 {2}7 steps/);
    expect(lines[2]).toMatch(/^ {2}trained {3}SharedCLIP · seed 0 {2}7 steps/);
  });

  it('says what was set', async () => {
    const lines = await printed(() =>
      printPlan({ ...plan, settings: { 'trainer.steps': 7, teacher: 'labels' } }, false),
    );
    expect(lines.slice(1)).toEqual(['  set       trainer.steps = 7', '  set       teacher = "labels"']);
  });

  it('says where training in bfloat16 is slower than in float32', async () => {
    const [first, second] = plan.cells as [PlannedCell, PlannedCell];
    const trainer = { ...first.config.trainer, options: { ...first.config.trainer.options, precision: 'bfloat16' } };
    const cells = [{ ...first, config: { ...first.config, trainer } }, second];
    const before = process.env['ALIGNCLIP_BFLOAT16'];
    process.env['ALIGNCLIP_BFLOAT16'] = 'composed';
    const lines = await printed(() => printPlan({ ...plan, cells }, false));
    if (before === undefined) delete process.env['ALIGNCLIP_BFLOAT16'];
    else process.env['ALIGNCLIP_BFLOAT16'] = before;
    expect(lines.slice(1)).toEqual([expect.stringMatching(/^note: 1 cell in bfloat16.*slower than float32/)]);
  });

  it('lists them with steps, parameters and key, and says which are finished', async () => {
    const [first, second] = plan.cells;
    const cells = [{ ...first!, record: {} as never }, second!];
    const lines = await printed(() => printPlan({ ...plan, cells }, true));
    expect(lines).toEqual([
      'tiny, profile long: 2 cells, 1 finished, 1 to run',
      `  finished  CLIP · seed 0  7 steps  ${count(first!)} parameters  ${first!.key.slice(0, 12)}`,
      `  to run    SharedCLIP · seed 0  7 steps  ${count(second!)} parameters  ${second!.key.slice(0, 12)}`,
    ]);
  });
});

const measuredCell = (id: string, steps = 100) => ({ id, trainedSteps: 0, training: { steps } });
const group = (measurement: MeasuredCells['measurement'], ...ids: string[]): MeasuredCells => ({
  cells: ids.map((id) => measuredCell(id) as unknown as PlannedCell),
  measurement,
});

describe('printEstimate', () => {
  it('prints each kind of cell and the total', async () => {
    const measured = [
      group({ startSeconds: 5, stepSeconds: 0.25, peakMemory: 500 * 1e6 }, 'CLIP · seed 0', 'CLIP · seed 1'),
      group({ startSeconds: 5, stepSeconds: 0.5, peakMemory: 1500 * 1e6 }, 'large · seed 0'),
    ];
    expect(await printed(() => printEstimate(measured, 2))).toEqual([
      'measured, 2 at once:',
      '  CLIP · seed 0 and 1 more: 4.00 steps/s, 5.0 s to start, 500.0 MB',
      '  large · seed 0: 2.00 steps/s, 5.0 s to start, 1.5 GB',
      'estimate for 3 cells: 58 s, at most 2.0 GB; without data preparation and evaluation',
    ]);
  });

  it('leaves out memory that the system does not report', async () => {
    const lines = await printed(() => printEstimate([group({ startSeconds: 1, stepSeconds: 0.01 }, 'a')], 8));
    expect(lines.slice(1)).toEqual([
      '  a: 100 steps/s, 1.0 s to start',
      'estimate for 1 cell: 2 s; without data preparation and evaluation',
    ]);
  });
});

const tensorflow = { name: 'tensorflow', reason: '' } as const;
const wasm = { name: 'wasm', reason: 'Python 3 was not found' } as const;

describe('chooseProfile', () => {
  let quickstart: ExperimentDefinition;
  beforeAll(() => (quickstart = loadExperiment(join(workspaceRoot, 'experiments/quickstart.ts')).definition));

  it('takes the one asked for, whatever the backend', () => {
    expect(chooseProfile(quickstart, 'full', wasm)).toEqual({ profile: 'full' });
  });

  it('takes the experiment as it stands where TensorFlow is in use', () => {
    expect(chooseProfile(quickstart, undefined, tensorflow)).toEqual({});
  });

  it('reduces the quickstart without TensorFlow, and says so and why', () => {
    const { profile, notice } = chooseProfile(quickstart, undefined, wasm);
    expect(profile).toBe('reduced');
    expect(notice).toMatch(/wasm: Python 3 was not found.*REDUCED/);
  });

  it('leaves an experiment without a reduced profile as it is', () => {
    const { name, seeds, base, variants } = quickstart;
    expect(chooseProfile({ name, seeds, base, variants }, undefined, wasm)).toEqual({});
  });
});

/** The data set tells the world how often it is read, and the teacher what it was shown. */
const source = `
  import { clip, Dataset, defineComponent, defineExperiment, intraModalitySeparation, Teacher, textTransformer, tf,
    trainer, visionTransformer, z } from 'alignclip';
  export const seen: string[] = [];
  const image = { width: 8, height: 8, mode: 'RGB' as const, data: new Uint8Array(192) };
  const words = defineComponent(Dataset)({ type: 'words', options: z.strictObject({}), create: () => ({
    name: 'words', splits: ['train', 'test'], classSets: [],
    async *examples(split: string) { seen.push(split);
      try { for (const captions of [[split], [split]]) yield { id: split, image, captions }; }
      finally { seen.push('closed ' + split); } },
    trainingCaption: ({ captions }) => captions[0]!,
    trainingCaptions: async () => ['train'],
    fingerprint: async () => 'words',
  }) });
  const watcher = defineComponent(Teacher)({ type: 'watcher', options: z.strictObject({}), create: () => ({
    name: 'watcher', prepare: async (captions) => void seen.push('prepared ' + captions),
    similarity: async ({ captions }) => tf.eye(captions.length) }) });
  const tower = { width: 8, layers: 1, embeddingWidth: 8 };
  export default defineExperiment({ name: 'words', seeds: [0, 1], components: [words, watcher],
    base: { dataset: words(), imageEncoder: visionTransformer({ ...tower, imageSize: 8 }), textEncoder: textTransformer(tower),
      losses: [clip()], teacher: watcher(), trainer: trainer({ batchSize: 2 }) },
    variants: { CLIP: {}, IMSep: { losses: [clip(), intraModalitySeparation()] } } });`;

describe('prepareData', () => {
  let plan: SweepPlan;
  let seen: string[];
  beforeAll(async () => {
    await selectBackend();
    const file = scratch.write('words.ts', source);
    plan = await planSweep(openExperiment(file, { runs: scratch.path }), {});
    seen = jest.requireActual<{ seen: string[] }>(file).seen;
  });

  it('begins every split and shows the teacher its captions, once for all seeds', async () => {
    seen.length = 0;
    await prepareData(plan);
    expect(seen.filter((what) => what === 'test')).toHaveLength(2);
    expect(seen.filter((what) => what.startsWith('prepared'))).toEqual(['prepared train']);
    for (const split of ['train', 'test'])
      expect(seen.filter((what) => what === `closed ${split}`)).toHaveLength(
        seen.filter((what) => what === split).length,
      );
  });

  it('refuses a batch that the training split does not fill, before any caption is embedded', async () => {
    seen.length = 0;
    const cells = plan.cells.map((cell) => ({
      ...cell,
      config: { ...cell.config, trainer: { ...cell.config.trainer, options: { batchSize: 3 } } },
    }));
    await expect(prepareData({ ...plan, cells })).rejects.toThrow(
      'trainer.batchSize = 3 is more than the 2 training examples of "words"',
    );
    expect(seen).not.toContain('prepared train');
  });

  it('does nothing for finished cells', async () => {
    seen.length = 0;
    await prepareData({ ...plan, cells: plan.cells.map((cell) => ({ ...cell, record: {} as never })) });
    expect(seen).toEqual([]);
  });
});
