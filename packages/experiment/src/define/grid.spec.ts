import { intraModalitySeparation, crossModalitySeparation, clip } from '@alignclip/losses';
import { shared } from '@alignclip/sharing';
import { bagOfWords, labels } from '@alignclip/teachers';
import { fixedLogitScale, learnedLogitScale } from '@alignclip/training';
import { grid, range, levelsOf } from './grid';
import { isGridPoint } from './run-config';
import { packageComponents } from './registry';
import { camelCase, kebabCase } from './override';

const weight = 'losses.intraModalitySeparation.weight';

describe('range', () => {
  it('counts from 0', () => {
    expect(range(3)).toEqual([0, 1, 2]);
    expect(range(0)).toEqual([]);
    expect(range(2, 20)).toEqual([20, 21]);
  });
});

describe('grid', () => {
  it('names every combination, the last factor fastest, and keeps values, factors and seeds', () => {
    const points = grid({ [weight]: [0, 0.5], 'trainer.batchSize': [64, 128], seed: range(2) });
    expect(Object.keys(points)).toEqual([
      'intraModalitySeparation.weight = 0, trainer.batchSize = 64',
      'intraModalitySeparation.weight = 0, trainer.batchSize = 128',
      'intraModalitySeparation.weight = 0.5, trainer.batchSize = 64',
      'intraModalitySeparation.weight = 0.5, trainer.batchSize = 128',
    ]);
    expect(points['intraModalitySeparation.weight = 0.5, trainer.batchSize = 64']).toEqual({
      change: {},
      overrides: { [weight]: 0.5, 'trainer.batchSize': 64 },
      factors: { [weight]: 0.5, 'trainer.batchSize': 64 },
      seeds: [0, 1],
    });
  });

  it('crosses named variants, which become a factor too', () => {
    const points = grid({ 'temperature.start': [14, 100] }, { CLIP: {}, SharedCLIP: { sharing: shared() } });
    expect(Object.keys(points)).toEqual([
      'CLIP, temperature.start = 14',
      'CLIP, temperature.start = 100',
      'SharedCLIP, temperature.start = 14',
      'SharedCLIP, temperature.start = 100',
    ]);
    expect(points['SharedCLIP, temperature.start = 14']).toEqual({
      change: { sharing: shared() },
      overrides: { 'temperature.start': 14 },
      factors: { variant: 'SharedCLIP', 'temperature.start': 14 },
    });
  });

  it('crosses grids with grids', () => {
    const inner = grid({ 'trainer.steps': [1, 2] }, { A: {} });
    const outer = grid({ 'trainer.batchSize': [8] }, inner);
    expect(Object.keys(outer)).toEqual([
      'A, trainer.steps = 1, trainer.batchSize = 8',
      'A, trainer.steps = 2, trainer.batchSize = 8',
    ]);
    expect(() => grid({ 'trainer.steps': [3] }, inner)).toThrow('grid: trainer.steps is varied twice');
  });

  it('takes whole components, named by their types or by an object', () => {
    expect(Object.keys(grid({ teacher: [bagOfWords(), labels()] }))).toEqual([
      'teacher = bagOfWords',
      'teacher = labels',
    ]);
    const points = grid({ temperature: { learned: learnedLogitScale(), fixed: fixedLogitScale() } });
    expect(points['temperature = fixed']).toEqual({
      change: {},
      overrides: { temperature: fixedLogitScale() },
      factors: { temperature: 'fixed' },
    });
    const terms = [[crossModalitySeparation()], [crossModalitySeparation(), intraModalitySeparation()]];
    expect(Object.keys(grid({ losses: terms }))).toEqual([
      'losses = crossModalitySeparation',
      'losses = crossModalitySeparation + intraModalitySeparation',
    ]);
  });

  it('refuses values that read alike, none, and what is no list', () => {
    const twins = [learnedLogitScale({ start: 14 }), learnedLogitScale({ start: 100 })];
    expect(() => grid({ temperature: twins })).toThrow('temperature has two values with the name "learnedLogitScale"');
    expect(() => grid({ 'trainer.steps': [] })).toThrow('grid: trainer.steps = []: give at least one value');
    // @ts-expect-error -- a value, no list
    expect(() => grid({ 'trainer.steps': 5 })).toThrow('grid: trainer.steps = 5: give a list of values');
    // @ts-expect-error -- a number, no list of seeds
    expect(() => grid({ 'trainer.steps': [5], seed: 3 })).toThrow('grid: seed = 3: give a list, for example range(3)');
    expect(() => grid({})).toThrow('grid: no option is varied');
    expect(() => grid({ seed: range(3) })).toThrow('to vary only the seed write seeds: range(5)');
  });

  it('checks paths and values at compile time', () => {
    grid({ 'sharing.blocks.from': [0, 2], 'schedule.rate': [1e-3], 'imageEncoder.width': [32, 64] });
    grid({ 'evaluators.gap.splits': { test: ['test'], both: ['test', 'val'] } });
    // A component of one's own in a list is checked when the file is planned.
    grid({ 'losses.ownTerm.anything': [1, 'two'] });
    // @ts-expect-error -- misspelt option
    grid({ 'losses.intraModalitySeparation.wieght': [0, 1] });
    // @ts-expect-error -- misspelt slot
    grid({ 'loses.intraModalitySeparation.weight': [0, 1] });
    // @ts-expect-error -- a word where a number stands
    grid({ 'losses.intraModalitySeparation.weight': ['half'] });
    // @ts-expect-error -- no such form
    grid({ 'losses.intraModalitySeparation.form': ['offical'] });
    // @ts-expect-error -- a loss term is no teacher
    grid({ teacher: [intraModalitySeparation()] });
    // @ts-expect-error -- seeds are numbers
    grid({ 'trainer.steps': [5], seed: ['0'] });
  });
});

describe('isGridPoint', () => {
  it('tells points from changes of slots', () => {
    expect(isGridPoint(Object.values(grid({ 'trainer.steps': [5] }))[0]!)).toBe(true);
    expect(isGridPoint({ sharing: shared() })).toBe(false);
    expect(isGridPoint({})).toBe(false);
  });
});

const names = (given: unknown) => levelsOf('path', given).map(({ name }) => name);

describe('levelsOf', () => {
  it('names numbers shortly, words and switches as they are, components by type', () => {
    expect(names([1 / 3, 1e-4, 100])).toEqual(['0.333333', '0.0001', '100']);
    expect(names(['official', true, null])).toEqual(['official', 'true', 'null']);
    expect(names([intraModalitySeparation(), [clip(), intraModalitySeparation()], [0, 2]])).toEqual([
      'intraModalitySeparation',
      'clip + intraModalitySeparation',
      '[0,2]',
    ]);
  });

  it('keeps plain values as factors, and the name of all else', () => {
    const levels = levelsOf('path', { none: 0.5, some: clip() });
    expect(levels).toEqual([
      { name: 'none', factor: 0.5, value: 0.5 },
      { name: 'some', factor: 'some', value: clip() },
    ]);
  });

  it('refuses two values of one name', () => {
    expect(() => levelsOf('path', [1, 1.0000001])).toThrow('grid: path has two values with the name "1": name them');
  });

  it.each([[undefined], [null], ['a'], [3], [clip()]])('refuses %j, which is no list', (given) => {
    expect(() => levelsOf('path', given)).toThrow('give a list of values, or an object of named values');
  });
});

describe('camelCase and kebabCase', () => {
  it.each(packageComponents.map(({ type }) => type))('undo each other for %s', (type) => {
    expect(kebabCase(camelCase(type))).toBe(type);
  });

  it('write names as experiment files do', () => {
    expect(camelCase('intra-modality-separation')).toBe('intraModalitySeparation');
    expect(kebabCase('clip')).toBe('clip');
  });
});
