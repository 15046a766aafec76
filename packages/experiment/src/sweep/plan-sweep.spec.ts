import { textTransformer } from '@alignclip/encoders';
import { join } from 'node:path';
import { experimentOf, loadExperiment } from '../define/load-experiment';
import { chosenCell, planSweep, planTuning } from './plan-sweep';
import { RunStore } from '../store/run-store';
import { scratchFolder } from '../testing/scratch-folder';
import { tinyBase, tinyExperiment } from '../testing/tiny-experiment';
import { selectBackend } from '@alignclip/backend';
import { UserError } from '@alignclip/core';
import { gap, retrieval } from '@alignclip/evaluation';
import { fixedLogitScale } from '@alignclip/training';
import { type CellSelection, cellsOf } from '../define/cells';
import type { ExperimentDefinition } from '../define/define-experiment';
import { grid } from '../define/grid';
import type { Tune } from '../define/check-tune';
import { madeRecord } from '../testing/made-record';
import tinyTuned from '../testing/tiny-tuned';
import { cellOfTask, jobsOf, taskOf } from './cell-jobs';
import { runCell } from './run-cell';

const file = join(__dirname, '../testing/tiny-sweep.ts');
const good = ['CLIP', 'AlignCLIP'];
const scratch = scratchFolder('plan');
const storeNamed = (name: string) => new RunStore(join(scratch.path, name));

describe('planSweep', () => {
  it('names each cell and its key before anything runs', async () => {
    const store = storeNamed('planned');
    const { cells, profile } = await planSweep({ ...loadExperiment(file), store }, { seeds: [0, 1], variants: good });
    expect(profile).toBe('quick');
    expect(cells.map(({ id }) => id)).toEqual([
      'CLIP · seed 0',
      'AlignCLIP · seed 0',
      'CLIP · seed 1',
      'AlignCLIP · seed 1',
    ]);
    expect(new Set(cells.map(({ key }) => key)).size).toBe(4);
    expect(cells.every(({ record }) => record === undefined)).toBe(true);
  });

  it('gives settings, in which other cells are', async () => {
    const experiment = { ...loadExperiment(file), store: storeNamed('set') };
    const plan = await planSweep(experiment, { variants: ['CLIP'], settings: { 'trainer.steps': 9 } });
    expect(plan.settings).toEqual({ 'trainer.steps': 9 });
    expect(plan.cells[0]!.config.trainer.options['steps']).toBe(9);
    const [plain] = (await planSweep(experiment, { variants: ['CLIP'] })).cells;
    expect(plan.cells[0]!.key).not.toBe(plain!.key);
    expect(plan.cells[0]!.trainingKey).not.toBe(plain!.trainingKey);
  });

  it('counts the parameters of each cell', async () => {
    const { cells } = await planSweep({ ...loadExperiment(file), store: storeNamed('counted') }, { variants: good });
    expect(cells[0]!.parameters.shared).toBe(0);
    expect(cells[1]!.parameters.shared).toBeGreaterThan(0);
    expect(cells[1]!.parameters.total).toBeLessThan(cells[0]!.parameters.total);
  });

  it('names a glob without decay that matches no parameter', async () => {
    const experiment = { ...loadExperiment(file), store: storeNamed('globs') };
    const settings = (glob: string) => ({ variants: ['CLIP'], settings: { 'optimizer.noDecay': [glob] } });
    await expect(planSweep(experiment, settings('image/position'))).rejects.toThrow(
      'variant "CLIP": noDecay: no parameter address matches "image/position"; did you mean "image/positions"',
    );
    expect((await planSweep(experiment, settings('image/positions'))).cells).toHaveLength(1);
  });

  it('names the variant whose parts do not fit', async () => {
    const variants = { CLIP: {}, wide: { textEncoder: textTransformer({ width: 8, layers: 1, embeddingWidth: 16 }) } };
    const definition = tinyExperiment({ variants });
    await expect(planSweep({ ...experimentOf(definition, file), store: storeNamed('misfit') }, {})).rejects.toThrow(
      'variant "wide": imageEncoder.embeddingWidth = 8 but textEncoder.embeddingWidth = 16: they must be equal',
    );
  });
});

const tunedFile = join(__dirname, '../testing/tiny-tuned.ts');
const score = 'retrieval/val/image-to-text/R@1';
const rates = grid({ 'schedule.rate': [0.001, 0.01, 0.1] });
const tune: Tune = { by: { score, better: 'higher' }, grids: { CLIP: rates, fixed: 'CLIP' } };
const definitionOf = (change: Partial<ExperimentDefinition> = {}) =>
  tinyExperiment({
    name: 'tuned',
    base: { ...tinyBase, evaluators: [gap(), retrieval()] },
    variants: { CLIP: {}, fixed: { temperature: fixedLogitScale({ value: 5 }) } },
    tune,
    ...change,
  });

type Scores = readonly (number | undefined)[];
/** An experiment whose trials have these scores, seed by seed within a point. */
async function tried(name: string, scores: Scores, change: Partial<ExperimentDefinition> = {}) {
  const store = new RunStore(join(scratch.path, name));
  const experiment = { ...experimentOf(definitionOf(change), tunedFile), store };
  const { trials } = await planTuning(experiment, {});
  for (const [i, { variant, seed, key }] of trials.entries()) {
    const value = scores[i];
    const measured =
      value === undefined ? { scores: {}, undefinedScores: { [score]: 'all equal' } } : { scores: { [score]: value } };
    if (i < scores.length) await store.save(madeRecord({ variant, seed, key, ...measured }));
  }
  return experiment;
}
const planOf = async (
  name: string,
  scores: Scores,
  change?: Partial<ExperimentDefinition>,
  selection: CellSelection = {},
) => planSweep(await tried(name, scores, change), selection);
const chosenRate = (cell: { config: { schedule: { options: object } } }) =>
  (cell.config.schedule.options as { rate: number }).rate;

beforeAll(() => selectBackend());

describe('planSweep with tune', () => {
  it('counts the trials, and leaves cells undecided until all have records', async () => {
    const { cells, trials } = await planOf('begun', [0.5, 0.6]);
    expect(trials.map(({ state, record }) => [state, record !== undefined])).toEqual([
      ['trial', true],
      ['trial', true],
      ['trial', false],
    ]);
    expect(cells.map(({ state, record }) => [state, record])).toEqual([
      ['undecided', undefined],
      ['undecided', undefined],
    ]);
    const plan = await planOf('begun', [0.5, 0.6]);
    expect(() => jobsOf(plan)).toThrow('run the trials first');
  });

  it('gives cells the best values, those of another variant too, with the budget', async () => {
    const { cells } = await planOf('chosen', [0.5, 0.6, 0.4]);
    expect(cells.map(chosenRate)).toEqual([0.01, 0.01]);
    const protocol = `grid, by ${score} (higher is better), seed 0`;
    for (const { tuning } of cells) expect(tuning).toEqual({ trials: 3, protocol, chosen: { 'schedule.rate': 0.01 } });
  });

  it.each<[string, Scores, Tune['by']['better'], number]>([
    ['of equal ones the first', [0.5, 0.6, 0.6], 'higher', 0.01],
    ['the lowest', [0.5, 0.6, 0.4], 'lower', 0.1],
    ['none without a score', [undefined, 0.1, 0.3], 'lower', 0.01],
  ])('chooses %s', async (name, scores, better, rate) => {
    const { cells } = await planOf(name, scores, { tune: { ...tune, by: { score, better } } });
    expect(chosenRate(cells[0]!)).toBe(rate);
  });

  it('compares means over the seeds of trials, and passes over a point that lacks one', async () => {
    const seeds = { tune: { ...tune, seeds: [0, 1] } };
    const { cells, trials } = await planOf('seeds', [0.9, 0.5, 0.1, 0, 0.5, 0.1], seeds);
    expect(trials.map(({ seed }) => seed)).toEqual([0, 0, 0, 1, 1, 1]);
    expect([chosenRate(cells[0]!), cells[0]!.tuning!.protocol]).toEqual([
      0.01,
      expect.stringContaining('mean of seeds 0, 1'),
    ]);
    const lacking = await planOf('lacking', [0.9, 0.5, 0.1, undefined, 0.5, 0.1], seeds);
    expect(chosenRate(lacking.cells[0]!)).toBe(0.01);
  });

  it('says that no trial has the score, and why', async () => {
    const planned = planOf('none', [undefined, undefined, undefined]);
    await expect(planned).rejects.toThrow(UserError);
    await expect(planned).rejects.toThrow(`no trial of "CLIP" has the score "${score}": all equal`);
  });

  it('refuses a score that no evaluator writes before anything runs', async () => {
    const wrong = { ...tune, by: { ...tune.by, score: 'retrieval/val/image-to-text/R@x' } };
    await expect(planOf('wrong', [], { tune: wrong })).rejects.toThrow('no evaluator writes the score');
  });

  it('has keys of content: of values, budget and protocol, and the training of a trial', async () => {
    const [first, second] = [await planOf('keys', [0.5, 0.6, 0.4]), await planOf('again', [0.1, 0.9, 0.2])];
    expect(second.cells.map(({ key }) => key)).toEqual(first.cells.map(({ key }) => key));
    expect(first.cells[0]!.trainingKey).toBe(first.trials[1]!.trainingKey);
    const grids = { ...tune.grids, CLIP: grid({ 'schedule.rate': [0.01, 0.1] }) };
    const fewer = await planOf('fewer', [0.6, 0.4], { tune: { ...tune, grids } });
    expect(fewer.cells[0]!.key).not.toBe(first.cells[0]!.key);
    expect(fewer.cells[0]!.trainingKey).toBe(first.cells[0]!.trainingKey);
  });

  it('tries what the selected variants ask for, with the settings', async () => {
    const experiment = await tried('selected', []);
    const { trials } = await planTuning(experiment, { variants: ['fixed'], settings: { 'trainer.steps': 4 } });
    expect(trials.map(({ training }) => training.steps)).toEqual([4, 4, 4]);
    const set = planTuning(experiment, { settings: { 'schedule.rate': 1 } });
    await expect(set).rejects.toThrow('--set schedule.rate: the grid varies it');
  });
});

describe('a tuned experiment', () => {
  it('gives processes the cell of its task, trials and tuned ones, and refuses one whose trials are missing', async () => {
    const store = new RunStore(join(scratch.path, 'real'));
    const experiment = { ...experimentOf(tinyTuned, tunedFile), store };
    const [cell] = cellsOf(experiment.definition);
    await expect(chosenCell(experiment, cell!, {})).rejects.toThrow('trials choose its values first');
    const plan = await planSweep(experiment, {});
    for (const trial of plan.trials) {
      const { experiment: opened, cell: ofTask } = cellOfTask(taskOf(trial, plan));
      const record = await runCell({ ...opened, store }, ofTask, 'quick');
      expect([record.key, record.experiment]).toEqual([trial.key, 'tiny-tuned-tune']);
      expect(Object.keys(record.scores).filter((key) => key.split('/')[1] !== 'val')).toEqual([]);
    }
    const decided = await planSweep(experiment, {});
    const { cell: ofTask } = cellOfTask(taskOf(decided.cells[0]!, decided));
    expect(ofTask).toEqual(await chosenCell(experiment, cell!, {}));
    const record = await runCell(experiment, ofTask, 'quick');
    expect([record.key, record.tuning?.trials]).toEqual([decided.cells[0]!.key, 2]);
    expect(Object.keys(record.scores).some((key) => key.includes('/test/'))).toBe(true);
  });
});
