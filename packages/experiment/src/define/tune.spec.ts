import { UserError } from '@alignclip/core';
import { distributionShift, gap, retrieval, sts } from '@alignclip/evaluation';
import { crossModalitySeparation, intraModalitySeparation } from '@alignclip/losses';
import { separate, shared } from '@alignclip/sharing';
import { profileOf } from './cells';
import type { ExperimentDefinition } from './define-experiment';
import { grid } from './grid';
import type { Tune } from './check-tune';
import { tunePlan } from './tune';
import { tinyBase, tinyExperiment } from '../testing/tiny-experiment';

const rates = grid({ 'schedule.rate': [0.001, 0.002] });
const by = { score: 'retrieval/val/image-to-text/R@1', better: 'higher' } as const;
const variants = {
  CLIP: {},
  shared: { sharing: shared() },
  separation: { losses: [crossModalitySeparation(), intraModalitySeparation()] },
};
const weights = grid({ 'losses.intraModalitySeparation.weight': [0.5, 1, 2] });
const tune: Tune = { by, grids: { CLIP: rates, shared: 'CLIP', separation: weights } };
const tuned = (change: Partial<ExperimentDefinition> = {}) =>
  tinyExperiment({ base: { ...tinyBase, evaluators: [gap(), retrieval()] }, seeds: [3, 4], variants, tune, ...change });
const planOf = (experiment: ExperimentDefinition, profile = 'quick') =>
  tunePlan(experiment, profileOf(experiment, profile), profile);

describe('tunePlan', () => {
  it('is an experiment of trials that score nothing but the split of the choice', () => {
    const { definition, trials, seeds } = planOf(tuned())!;
    expect(Object.keys(definition.variants)).toEqual([
      'CLIP, schedule.rate = 0.001',
      'CLIP, schedule.rate = 0.002',
      'separation, intraModalitySeparation.weight = 0.5',
      'separation, intraModalitySeparation.weight = 1',
      'separation, intraModalitySeparation.weight = 2',
    ]);
    expect([definition.name, definition.folder, seeds]).toEqual(['tiny-tune', 'tiny', [3]]);
    for (const variant of Object.values(definition.variants))
      expect(variant).toMatchObject({ change: { evaluators: [retrieval({ splits: ['val'] })] } });
    expect([...trials.keys()]).toEqual(['CLIP', 'shared', 'separation']);
    expect(trials.get('shared')).toEqual(trials.get('CLIP'));
    expect(trials.get('separation')![1]!.overrides).toEqual({ 'losses.intraModalitySeparation.weight': 1 });
  });

  it('is what a profile says, for the variants that the profile has', () => {
    const profiles = {
      none: { tune: false as const },
      other: { tune: { by, seeds: [1, 2], grids: { CLIP: rates } } },
      few: { variants: { CLIP: {} } },
    };
    const experiment = tuned({ profiles });
    expect(planOf(experiment, 'none')).toBeUndefined();
    expect(planOf(experiment, 'other')!.seeds).toEqual([1, 2]);
    expect([...planOf(experiment, 'few')!.trials.keys()]).toEqual(['CLIP']);
    expect(planOf(tinyExperiment())).toBeUndefined();
  });

  it.each([
    [{ by: { ...by, score: 'retrieval/test/image-to-text/R@1' } }, 'split "test" is scored by evaluator "gap"'],
    [{ by: { ...by, score: 'retreival/val/R@1' } }, 'named by tune.by: "retreival"; did you mean "retrieval"'],
    [{ by: { ...by, score: 'sts/val/x' } }, 'evaluator "sts" has no option splits'],
    [{ by: { ...by, score: 'distribution-shift/val/x' } }, 'evaluator "distribution-shift" also scores "train"'],
  ])('refuses to choose by what can’t be scored alone: %j', (change, message) => {
    const shift = distributionShift({ classSets: ['shape'], splits: ['test'], reference: 'train' });
    const evaluators = [gap(), retrieval(), sts({ folder: 'none' }), shift];
    const experiment = tuned({ base: { ...tinyBase, evaluators }, tune: { ...tune, ...change } });
    expect(() => planOf(experiment)).toThrow(message);
    expect(() => planOf(experiment)).toThrow(UserError);
  });
});

describe('tunePlan refuses', () => {
  const planned = (change: Partial<ExperimentDefinition>) => () => planOf(tuned(change));

  it('two trials of one name, of which one would hide the other', () => {
    const two = grid({ 'schedule.rate': [0.1, 0.2], 'temperature.start': [1, 2] });
    const grids = { CLIP: two, 'CLIP, schedule.rate = 0.1': grid({ 'temperature.start': [1, 2] }) };
    const names = { CLIP: {}, 'CLIP, schedule.rate = 0.1': { sharing: shared() } };
    expect(planned({ variants: names, tune: { by, grids } })).toThrow(
      '"CLIP" and "CLIP, schedule.rate = 0.1" both have a trial "CLIP, schedule.rate = 0.1, temperature.start = 1"',
    );
  });

  it('a grid over what the variant itself sets', () => {
    const own = { variants: rates, tune: { by, grids: { 'schedule.rate = 0.001': rates } } };
    expect(planned(own)).toThrow('tune.grids, "schedule.rate = 0.001": schedule.rate is what the variant itself sets');
    const slot = { shared: grid({ sharing: [separate(), shared({ parts: ['mlp'] })] }) };
    expect(planned({ tune: { by, grids: slot } })).toThrow('"shared": sharing is what the variant itself sets');
    const option = { shared: grid({ 'sharing.parts': [['mlp'], ['projection']] }) };
    expect(planned({ tune: { by, grids: option } })).not.toThrow();
  });

  it('a variant that can’t take another one’s values, before the trials', () => {
    const grids = { CLIP: 'separation', separation: weights };
    expect(planned({ tune: { by, grids } })).toThrow(
      'tune.grids, "CLIP", intraModalitySeparation.weight = 0.5: losses',
    );
  });
});

describe('checkTune', () => {
  it.each([
    [{ seed: [0] }, 'unknown field of tune: "seed"; did you mean "seeds"'],
    [{ by: { ...by, beter: 'higher' } }, 'unknown field of tune.by: "beter"; did you mean "better"'],
    [{ grids: {} }, 'tune.grids = {}: name a variant with its grid'],
    [{ grids: { CLIP: 'shared' } }, 'tune.grids, "CLIP" = "shared": a variant with a grid, and none has one'],
    [{ grids: { CLIP: grid({ 'evaluators.gap.resamples': [0, 9] }) } }, 'changes how a trial is scored'],
    [{ grids: { CLOP: rates } }, 'unknown variant of tune.grids: "CLOP"; did you mean "CLIP"'],
    [{ grids: { CLIP: rates, shared: 'separation' } }, 'named by tune.grids, "shared": "separation"'],
    [{ grids: { CLIP: {} } }, 'tune.grids, "CLIP": give what grid({ … }) returns'],
    [{ grids: { CLIP: { rate: {} } } }, 'tune.grids, "CLIP": give what grid({ … }) returns'],
    [{ grids: { CLIP: grid({ 'schedule.rate': [1], seed: [1] }) } }, 'without seed and variants'],
    [{ by: { ...by, better: 'more' } }, 'tune.by.better = "more": give "higher" or "lower"'],
    [{ by: { ...by, score: ['gap/val/x', 'gap/test/x'] } }, 'name scores of one split'],
    [{ by: { ...by, score: 'loss' } }, 'name scores of one split'],
    [{ seeds: [1, 1] }, 'seed 1: seeds are different whole numbers'],
    [{ by: undefined }, 'tune.by = undefined: give an object'],
  ])('refuses %j', (change, message) => {
    expect(() => tuned({ tune: { ...tune, ...change } as unknown as Tune })).toThrow(message);
    const profiles = { full: { tune: { ...tune, ...change } as unknown as Tune } };
    expect(() => tuned({ profiles })).toThrow(UserError);
  });

  it('refuses a budget that is also said, and weights that aren’t tuned here', () => {
    const tuning = { CLIP: { trials: 1, protocol: 'by eye' } };
    expect(() => tuned({ tuning })).toThrow('tune.grids and tuning both name "CLIP": drop one of them');
    expect(() => tuned({ startsFrom: tinyExperiment() })).toThrow('name one, startsFrom: { experiment, variant }');
    const startsFrom = { experiment: tinyExperiment(), variant: 'CLIP' };
    expect(planOf(tuned({ startsFrom }))!.definition.startsFrom).toBe(startsFrom);
  });
});
