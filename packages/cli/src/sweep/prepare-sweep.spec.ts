import { selectBackend } from '@alignclip/backend';
import {
  loadExperiment,
  openExperiment,
  planSweep,
  type ExperimentDefinition,
  type SweepPlan,
} from '@alignclip/experiment';
import { join } from 'node:path';
import { scratchFolder, workspaceRoot } from '../testing/scratch-folder';
import { chooseProfile, prepareData } from './prepare-sweep';

const scratch = scratchFolder();
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
