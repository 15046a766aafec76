import { UserError } from '@alignclip/core';
import { clip, crossModalitySeparation } from '@alignclip/losses';
import { separate, shared } from '@alignclip/sharing';
import { trainer, warmUpConstant } from '@alignclip/training';
import { cellsOf, type CellSelection } from './cells';
import { defaultConfig } from './run-config';
import { tinyBase, tinyExperiment } from '../testing/tiny-experiment';

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
