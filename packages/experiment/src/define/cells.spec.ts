import { contentHash, UserError } from '@alignclip/core';
import { clip, crossModalitySeparation, intraModalitySeparation } from '@alignclip/losses';
import { separate, shared } from '@alignclip/sharing';
import { trainer, warmUpConstant } from '@alignclip/training';
import { type CellSelection, cellsOf, resolveVariants } from './cells';
import { defaultConfig } from './run-config';
import { tinyBase, tinyExperiment } from '../testing/tiny-experiment';
import { grid, range } from './grid';

const experiment = tinyExperiment({
  seeds: [0, 1],
  variants: { CLIP: {}, SharedCLIP: { sharing: shared() }, separation: { losses: [crossModalitySeparation()] } },
  profiles: {
    full: { seeds: [0, 1, 2], base: { trainer: trainer({ steps: 99 }) } },
    sharing: { base: { sharing: shared({ parts: ['projection'] }) } },
  },
});
const named = (selection?: CellSelection) =>
  cellsOf(experiment, selection).map(({ variant, seed }) => `${variant}${seed}`);

describe('cellsOf', () => {
  it('gives variants × seeds, seeds outermost', () => {
    expect(named()).toEqual(['CLIP0', 'SharedCLIP0', 'separation0', 'CLIP1', 'SharedCLIP1', 'separation1']);
  });

  it('makes a variant of the defaults, the base and its change', () => {
    const [baseline, sharing, separation] = cellsOf(experiment);
    expect(baseline!.config).toEqual({ ...defaultConfig(), ...tinyBase });
    expect(sharing!.config).toEqual({ ...baseline!.config, sharing: shared() });
    expect(separation!.config).toEqual({ ...baseline!.config, losses: [crossModalitySeparation()] });
    expect(baseline!.config.sharing).toEqual(separate());
  });

  it('selects variants and seeds, each once, also seeds that the file does not list', () => {
    expect(named({ variants: ['separation', 'CLIP', 'CLIP'], seeds: [7, 7] })).toEqual(['CLIP7', 'separation7']);
  });

  it('lays a profile over the base, under the variants', () => {
    const full = cellsOf(experiment, { profile: 'full' });
    expect(full).toHaveLength(9);
    expect(full.every(({ config }) => config.trainer.options['steps'] === 99)).toBe(true);
    const [baseline, sharing] = cellsOf(experiment, { profile: 'sharing' });
    expect(baseline!.config.sharing).toEqual(shared({ parts: ['projection'] }));
    expect(sharing!.config.sharing).toEqual(shared());
  });

  it('takes the file as it stands for "quick", unless it defines a profile of that name', () => {
    expect(cellsOf(experiment, { profile: 'quick' })).toEqual(cellsOf(experiment));
    const own = tinyExperiment({ profiles: { quick: { seeds: [5] } } });
    expect(cellsOf(own).map(({ seed }) => seed)).toEqual([5]);
  });

  it('names the near miss of an unknown variant or profile', () => {
    expect(() => named({ variants: ['SharedClip2'] })).toThrow(
      'unknown variant "SharedClip2"; did you mean "SharedCLIP"?',
    );
    expect(() => named({ profile: 'ful' })).toThrow('unknown profile "ful"; did you mean "full"?');
    expect(() => named({ profile: 'constructor' })).toThrow(UserError);
    const own = tinyExperiment({ profiles: { quick: {} } });
    expect(() => cellsOf(own, { profile: 'slow' })).toThrow(/Known: quick$/);
  });

  it('refuses two variants that come to one configuration', () => {
    const twins = tinyExperiment({ variants: { CLIP: {}, again: { losses: [clip({ symbol: 'L_CLIP' })] } } });
    expect(() => cellsOf(twins)).toThrow('variants "CLIP" and "again" have the same configuration');
    const profiled = tinyExperiment({
      variants: { A: {}, B: { schedule: warmUpConstant() } },
      profiles: { constant: { base: { schedule: warmUpConstant() } } },
    });
    expect(cellsOf(profiled)).toHaveLength(2);
    expect(() => cellsOf(profiled, { profile: 'constant' })).toThrow('variants "A" and "B"');
  });
});

const weight = 'losses.intraModalitySeparation.weight';
const separation = [crossModalitySeparation(), intraModalitySeparation()];
const variants = { CLIP: {}, AlignCLIP: { sharing: shared(), losses: separation } };
const resolve = (own: Parameters<typeof grid>[1], settings = {}, profile = {}) =>
  resolveVariants(tinyExperiment({ variants: own! }), profile, settings);

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
      variants,
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
    const resolved = resolve(variants, { [weight]: 3, 'trainer.steps': 9 }, profile);
    expect(resolved.map(({ config }) => config.trainer.options['steps'])).toEqual([9, 9]);
    expect(resolved[0]!.config.losses).toEqual(profile.base.losses);
    expect(resolved[1]!.config.losses[1]).toEqual(intraModalitySeparation({ weight: 3 }));
  });

  it('refuses a setting that no variant has, with the near miss', () => {
    expect(() => resolve(variants, { 'losses.intraModalitySeparaton.weight': 3 })).toThrow(
      /^--set losses.intraModalitySeparaton.weight: losses has no/,
    );
    expect(() => resolve(variants, { 'trainer.step': 3 })).toThrow('"step"; did you mean "steps"');
    expect(() => resolve(variants, { 'trainer.steps': 'many' })).toThrow(
      '--set trainer.steps: trainer: option "steps"',
    );
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
