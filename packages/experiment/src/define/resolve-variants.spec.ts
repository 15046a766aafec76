import { contentHash } from '@alignclip/core';
import { clip, crossModalitySeparation, intraModalitySeparation } from '@alignclip/losses';
import { separate, shared } from '@alignclip/sharing';
import { cellsOf } from './cells';
import { grid, range } from './grid';
import { resolveVariants } from './resolve-variants';
import { tinyBase, tinyExperiment } from '../testing/tiny-experiment';

const weight = 'losses.intraModalitySeparation.weight';
const separation = [crossModalitySeparation(), intraModalitySeparation()];
const named = { CLIP: {}, AlignCLIP: { sharing: shared(), losses: separation } };
const resolve = (variants: Parameters<typeof grid>[1], settings = {}, profile = {}) =>
  resolveVariants(tinyExperiment({ variants: variants! }), profile, settings);

describe('resolveVariants', () => {
  it('lays the points of a grid over the base, option by option', () => {
    const base = { ...tinyBase, losses: separation };
    const points = grid({ [weight]: [0, 1], 'trainer.batchSize': [8], seed: range(2) });
    const [first, second] = resolveVariants(tinyExperiment({ base, variants: points }), {});
    expect(first!.config.losses).toEqual([separation[0], intraModalitySeparation({ weight: 0 })]);
    expect(first!.config.trainer.options).toEqual({ ...base.trainer!.options, batchSize: 8 });
    expect(second).toMatchObject({ factors: { [weight]: 1, 'trainer.batchSize': 8 }, seeds: [0, 1] });
  });

  it('takes the variants of a profile in place of the others', () => {
    const experiment = tinyExperiment({
      variants: named,
      profiles: { small: { variants: { SharedCLIP: { sharing: shared() } } } },
    });
    expect(resolveVariants(experiment, experiment.profiles!['small']!).map(({ variant }) => variant)).toEqual([
      'SharedCLIP',
    ]);
    const select = (profile: string, variant: string) => cellsOf(experiment, { profile, variants: [variant] });
    expect(select('small', 'SharedCLIP')).toHaveLength(1);
    expect(() => select('small', 'CLIP')).toThrow('unknown variant "CLIP"');
    expect(() => select('quick', 'SharedCLIP')).toThrow('unknown variant "SharedCLIP"');
  });

  it('names the point whose path leads nowhere', () => {
    expect(() => resolve(grid({ [weight]: [1] }, { CLIP: {} }))).toThrow(
      'variant "CLIP, intraModalitySeparation.weight = 1": losses has no "intraModalitySeparation" here. Known: clip',
    );
  });

  it('lays settings over every variant that has the component, and over the profile', () => {
    const profile = { base: { losses: [crossModalitySeparation()] } };
    const resolved = resolve(named, { [weight]: 3, 'trainer.steps': 9 }, profile);
    expect(resolved.map(({ config }) => config.trainer.options['steps'])).toEqual([9, 9]);
    expect(resolved[0]!.config.losses).toEqual(profile.base.losses);
    expect(resolved[1]!.config.losses[1]).toEqual(intraModalitySeparation({ weight: 3 }));
  });

  it('refuses a setting that no variant has, with the near miss', () => {
    expect(() => resolve(named, { 'losses.intraModalitySeparaton.weight': 3 })).toThrow(
      /^--set losses.intraModalitySeparaton.weight: losses has no/,
    );
    expect(() => resolve(named, { 'trainer.step': 3 })).toThrow('"step"; did you mean "steps"');
    expect(() => resolve(named, { 'trainer.steps': 'many' })).toThrow('--set trainer.steps: trainer: option "steps"');
  });

  it('refuses a setting of what a grid varies', () => {
    const points = grid({ 'trainer.batchSize': [8, 16] });
    expect(() => resolve(points, { 'trainer.batchSize': 4 })).toThrow(
      '--set trainer.batchSize: the grid varies it ("trainer.batchSize = 8")',
    );
    expect(() => resolve(points, { trainer: 'trainer' })).toThrow('the grid varies it');
    expect(resolve(points, { 'trainer.steps': 4 })).toHaveLength(2);
  });

  it('refuses variants that settings make equal', () => {
    const variants = { A: { losses: [clip({ weight: 1 })] }, B: { losses: [clip({ weight: 2 })] } };
    expect(() => resolve({ ...variants, A: {} }, { 'losses.clip.weight': 3 })).toThrow(
      'variants "A" and "B" have the same configuration',
    );
  });

  it('refuses a variant that changes nothing, {} aside', () => {
    expect(() => resolve({ SharedCLIP: { sharing: separate() } })).toThrow(
      'variant "SharedCLIP" changes nothing: its sharing equals that of the base; write {} for the base itself',
    );
    expect(resolve({ CLIP: {} })).toHaveLength(1);
    expect(resolve(grid({ 'trainer.steps': [6] }))).toHaveLength(1);
  });

  it('gives a point the configuration that the change written out has', () => {
    const [written] = resolve({ one: { losses: [crossModalitySeparation(), intraModalitySeparation({ weight: 2 })] } });
    const [point] = resolve(grid({ [weight]: [2] }, { one: { losses: separation } }));
    expect(contentHash(point!.config)).toBe(contentHash(written!.config));
  });
});

describe('cellsOf', () => {
  const points = grid({ 'trainer.steps': [3, 4], seed: range(2) });

  it('takes the seeds of the grid, under those of profile and selection', () => {
    const experiment = tinyExperiment({ variants: points, seeds: [7], profiles: { one: { seeds: [9] } } });
    const seeds = (selection: Parameters<typeof cellsOf>[1]) => cellsOf(experiment, selection).map(({ seed }) => seed);
    expect(seeds({})).toEqual([0, 0, 1, 1]);
    expect(seeds({ profile: 'one' })).toEqual([9, 9]);
    expect(seeds({ seeds: [5] })).toEqual([5, 5]);
  });

  it('needs seeds from somewhere', () => {
    const without = tinyExperiment({ variants: { ...points, CLIP: {} }, seeds: undefined });
    expect(() => cellsOf(without)).toThrow('variant "CLIP": no seeds; add seeds: [0, 1, 2]');
    expect(cellsOf(tinyExperiment({ variants: points, seeds: undefined }))).toHaveLength(4);
  });
});
