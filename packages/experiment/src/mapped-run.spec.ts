import { selectBackend } from '@alignclip/backend';
import { runRecordSchema, type RunRecord } from '@alignclip/core';
import { visionTransformer } from '@alignclip/encoders';
import { retrieval } from '@alignclip/evaluation';
import {
  centring,
  dualBankSinkhorn,
  nearestNeighbourNormalisation,
  procrustes,
  projectorSpectrum,
  reAlign,
} from '@alignclip/maps';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cellsOf } from './define/cells';
import { experimentOf } from './define/load-experiment';
import type { Change } from './define/run-config';
import { RunStore } from './store/run-store';
import { jobsOf } from './sweep/cell-jobs';
import { planSweep } from './sweep/plan-sweep';
import { runCell } from './sweep/run-cell';
import { scratchFolder } from './testing/scratch-folder';
import { tinyBase, tinyExperiment } from './testing/tiny-experiment';

const scratch = scratchFolder('mapped');
const file = join(__dirname, 'testing/tiny-experiment.ts');
const few = { fitExamples: 40 };
const evaluators = [retrieval({ resamples: 0, ks: [1, 5] })];
const variants: Record<string, Change> = {
  CLIP: { evaluators },
  centred: { evaluators, maps: [centring(few)] },
  'centred and turned': { evaluators, maps: [centring(few), procrustes(few)] },
  balanced: { evaluators, maps: [dualBankSinkhorn(few)] },
  'on test': { evaluators, maps: [centring({ ...few, fitOn: 'test' })] },
};
const opened = (own: Record<string, Change> = variants) => ({
  ...experimentOf(tinyExperiment({ variants: own }), file),
  store: new RunStore(join(scratch.path, 'runs')),
});

async function run(variant: string, own = variants): Promise<{ record: RunRecord; steps: number }> {
  const experiment = opened(own);
  const [cell] = cellsOf(experiment.definition, { variants: [variant] });
  let steps = 0;
  const record = await runCell(experiment, cell!, 'quick', { onStep: () => (steps += 1) });
  return { record, steps };
}
const checkpoints = () => {
  const folder = join(scratch.path, 'runs/checkpoints');
  return readdirSync(folder).map((name) => [
    name,
    readFileSync(join(folder, name)).toString('base64'),
    statSync(join(folder, name)).mtimeMs,
  ]);
};

describe('a run with maps', () => {
  beforeAll(async () => {
    await selectBackend();
  });

  it('trains nothing where only its maps differ, and starts from the same bits', async () => {
    const plain = await run('CLIP');
    expect([plain.steps, plain.record.maps]).toEqual([6, undefined]);
    const before = checkpoints();
    const records = [plain.record];
    for (const variant of Object.keys(variants).slice(1)) {
      const { record, steps } = await run(variant);
      expect(steps).toBe(0);
      expect(record.trainingKey).toBe(plain.record.trainingKey);
      records.push(record);
    }
    expect(checkpoints()).toEqual(before);
    expect(new Set(records.map(({ key }) => key)).size).toBe(records.length);
    expect(new Set(records.map(({ scores }) => JSON.stringify(scores))).size).toBeGreaterThan(2);
    for (const record of records) expect(() => runRecordSchema.parse(record)).not.toThrow();
    expect(records.map(({ maps }) => maps?.map(({ type, fitOn, scoredOn }) => [type, fitOn, ...scoredOn]))).toEqual([
      undefined,
      [['centring', 'train', 'test']],
      [
        ['centring', 'train', 'test'],
        ['procrustes', 'train', 'test'],
      ],
      [['dual-bank-sinkhorn', 'train', 'test']],
      [['centring', 'test', 'test']],
    ]);
    expect(records[3]!.maps).toEqual([expect.objectContaining({ examples: 40, transductive: true })]);
  });

  it('plans which maps are fitted on what is scored, and lets cells that train nothing come last', async () => {
    const own = { ...variants, centred: { ...variants['centred'], maps: [centring({ lambda: 0.5 })] } };
    const plan = await planSweep(opened(own), {});
    expect(
      plan.cells.map(({ variant, trainedSteps, fittedOnScored }) => [variant, trainedSteps, fittedOnScored]),
    ).toEqual([
      ['CLIP', 6, []],
      ['centred', 6, []],
      ['centred and turned', 6, []],
      ['balanced', 6, []],
      ['on test', 6, ['map "centring" is fitted on split "test", which retrieval scores']],
    ]);
    const cells = plan.cells.map((cell, i) => ({
      ...cell,
      record: undefined,
      trainingKey: i === 2 ? 'other' : 'same',
    }));
    expect(jobsOf({ ...plan, cells }).map(({ id }) => id)).toEqual(
      ['CLIP', 'centred and turned', 'centred', 'balanced', 'on test'].map((name) => `${name} · seed 0`),
    );
  });

  it.each<[string, Change, string]>([
    [
      'an unknown split',
      { maps: [centring({ fitOn: 'tset' })] },
      'variant "one": unknown split of shapes, which map "centring" is fitted on: "tset"',
    ],
    [
      'rows after scores',
      { maps: [nearestNeighbourNormalisation(), centring()] },
      'maps: "centring" changes rows, so it stands before "nearest-neighbour-normalisation"',
    ],
    [
      'an unknown map',
      { maps: [{ slot: 'maps', type: 'centroid', options: {} }] },
      'unknown component of slot "maps" "centroid"',
    ],
  ])('refuses %s at plan time', async (_, change, message) => {
    await expect(planSweep(opened({ one: change }), {})).rejects.toThrow(message);
  });

  it('reads the projections of the towers, and says where there are none', async () => {
    const spectrum = projectorSpectrum({ top: 1, bottom: 1, ...few });
    const { record, steps } = await run('one', { one: { evaluators, maps: [spectrum] } });
    expect([steps, record.maps]).toEqual([0, [expect.objectContaining({ withinModality: true, examples: 40 })]]);
    const biased = visionTransformer({ ...tinyBase.imageEncoder.options, projectionBias: true });
    await expect(planSweep(opened({ one: { imageEncoder: biased, maps: [spectrum] } }), {})).rejects.toThrow(
      'map "projector-spectrum": it reads linear projections without bias, and the image tower of this model has none',
    );
    await expect(planSweep(opened({ one: { maps: [centring(), spectrum] } }), {})).rejects.toThrow(
      'so it stands first',
    );
  });

  it('refuses one row to fit on, and keeps the trained weights', async () => {
    await expect(run('one', { one: { evaluators, maps: [reAlign({ fitExamples: 1 })] } })).rejects.toThrow(
      'map "re-align": 1 image row to fit on, it needs at least 2',
    );
    expect(checkpoints()).toHaveLength(1);
  });
});
