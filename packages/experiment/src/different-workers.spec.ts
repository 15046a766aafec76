import { hasTensorflow, noTensorflow, startWorker } from '@alignclip/backend/testing';
import { freeAddresses } from '@alignclip/core';
import { describeWhere } from '@alignclip/core/testing';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { differences } from './testing/compare-runs';
import { scratchFolder } from './testing/scratch-folder';

const program = join(__dirname, 'testing/cell-program.ts');
const images = join(__dirname, '../../datasets/fixtures/images');
const names = [
  'rgb.jpg',
  'rgb.png',
  'grey.jpg',
  'grey.png',
  'rgba.png',
  'turned.jpg',
  'palette.png',
  'progressive.jpg',
];

const experiment = `
  import { bagOfWords, bpeTokenizer, clip, csv, defineExperiment, textTransformer, trainer, visionTransformer } from 'alignclip';
  import { drifting } from './drifting';
  const tower = { width: 8, layers: 1, embeddingWidth: 8 };
  export default defineExperiment({
    name: 'workers', seeds: [0], components: [drifting], variants: { CLIP: {} },
    base: {
      dataset: csv({ files: 'list.csv', images: '${images}' }), teacher: bagOfWords(), losses: [clip()],
      tokenizer: bpeTokenizer({ contextLength: 16 }), optimizer: drifting(), evaluators: [],
      imageEncoder: visionTransformer({ ...tower, imageSize: 16, patchSize: 8 }), textEncoder: textTransformer(tower),
      trainer: trainer({ steps: 6, batchSize: 8, accumulate: 2, logEvery: 6, checkpointEvery: 2 }),
    },
  });`;

/** AdamW; in a folder with a file \`drift\` it rounds otherwise from the third step on, as another processor may. */
const optimizer = `
  import { adamW, defineComponent, Optimizer, Parameters } from 'alignclip';
  import { existsSync } from 'node:fs';
  import { z } from 'zod';
  export const drifting = defineComponent(Optimizer)({
    type: 'drifting', options: z.strictObject({}), inject: [Parameters],
    create: (_, parameters) => {
      const own = adamW.make({}, parameters);
      let step = 0;
      return {
        apply: (gradients, rate) => own.apply(gradients, (step += 1) > 2 && existsSync('drift') ? rate * 1.01 : rate),
        state: () => own.state(),
        restore: (state) => own.restore(state),
      };
    },
  });`;

interface Change {
  readonly caption?: string;
  readonly code?: string;
  readonly drift?: boolean;
}

/** The files of one worker. */
function written(folder: string, { caption = 'an image', code = '', drift = false }: Change = {}): string {
  mkdirSync(folder);
  const rows = names.map((name, i) => `${name},train,${i === 0 ? caption : `image ${i}`}`);
  writeFileSync(join(folder, 'list.csv'), ['image,split,caption', ...rows].join('\n'));
  writeFileSync(join(folder, 'experiment.ts'), experiment);
  writeFileSync(join(folder, 'drifting.ts'), `${optimizer}\n${code}`);
  if (drift) writeFileSync(join(folder, 'drift'), '');
  return folder;
}

const scratch = scratchFolder('different-workers');
const at = (name: string) => join(scratch.path, name);

/** Runs a worker in each of the folders; how each has ended. */
async function ended(runs: string, folders: readonly string[]) {
  const addresses = await freeAddresses(folders.length);
  const workers = folders.map((folder, rank) => startWorker(program, { addresses, rank }, [at(folder), at(runs)]));
  const all = await Promise.all(workers.map((worker) => worker.ended));
  return all.map(({ code, stderr }) => ({ code, line: stderr.trim() }));
}

jest.setTimeout(300_000);

describeWhere(hasTensorflow(), noTensorflow, 'workers that are not alike', () => {
  beforeAll(() => {
    written(at('healthy'));
    written(at('drift'), { drift: true });
    written(at('code'), { code: 'export const more = 1;' });
    written(at('data'), { caption: 'another image' });
  });

  const checkpoint = () => {
    const folder = at('runs/workers/checkpoints');
    const [name, ...others] = readdirSync(folder);
    expect(others).toEqual([]);
    const content = readFileSync(join(folder, name!));
    return { content, step: Number(/\\"step\\":(\d+)/.exec(content.toString('latin1'))?.[1]) };
  };

  it('end with what differs and the worker that it differs on, and the checkpoint stays good', async () => {
    const [drift] = await Promise.all([ended('runs', ['healthy', 'drift']), ended('calm', ['healthy'])]);
    const remedy = 'are their processors, files and programs the same? Remove the checkpoint where it is in doubt';
    const differ = 'not the same on worker 1 as on worker 0';
    const ending = (line: string) => [0, 1].map(() => ({ code: 1, line }));
    expect(drift).toEqual(ending(`weights and optimizer after step 4: ${differ}; ${remedy}`));
    const before = checkpoint();
    expect(before.step).toBe(2);
    const others = await Promise.all(['code', 'data'].map((other) => ended('runs', ['healthy', other])));
    for (const other of others)
      expect(other).toEqual(ending(`the cell: ${differ}; do all have the same experiment, data and version?`));
    expect(checkpoint()).toEqual(before);
    expect(await ended('runs', ['healthy', 'healthy'])).toEqual([0, 1].map(() => ({ code: 0, line: '' })));
    expect(await differences(at('calm/workers'), at('runs/workers'))).toEqual([]);
  });
});
