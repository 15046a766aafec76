import { UserError, type Spec } from '@alignclip/core';
import { crossModalitySeparation, intraModalitySeparation } from '@alignclip/losses';
import { shared } from '@alignclip/sharing';
import { trainer } from '@alignclip/training';
import { cellsOf } from './cells';
import { Registry } from './registry';
import { tinyBase, tinyExperiment } from '../testing/tiny-experiment';
import { isInConfig, override } from './override';

const registry = new Registry();
const losses = [crossModalitySeparation(), intraModalitySeparation()];
const { config } = cellsOf(tinyExperiment({ base: { ...tinyBase, losses } }))[0]!;
const change = (path: string, value: unknown) => override(config, path, value, registry);

describe('override', () => {
  it('changes one option and leaves the rest', () => {
    const changed = change('trainer.steps', 500);
    expect(changed.trainer.options).toEqual({ ...config.trainer.options, steps: 500 });
    expect({ ...changed, trainer: config.trainer }).toEqual(config);
  });

  it('changes a component of a list by its name', () => {
    const changed = change('losses.intraModalitySeparation.weight', 2);
    expect(changed.losses).toEqual([losses[0], intraModalitySeparation({ weight: 2 })]);
  });

  it('reaches into nested options', () => {
    const base = { ...config, sharing: shared() };
    const { sharing } = override(base, 'sharing.blocks.from', 2, registry);
    expect(sharing.options['blocks']).toEqual({ from: 2 });
  });

  it('replaces a whole slot by a spec, by its type, by type and options, a list by a list', () => {
    for (const value of [trainer({ steps: 7 }), { type: 'trainer', options: { steps: 7 } }])
      expect(change('trainer', value).trainer).toEqual(trainer({ steps: 7 }));
    expect(change('sharing', 'shared').sharing).toEqual(shared());
    expect(change('losses', ['crossModalitySeparation']).losses).toEqual([crossModalitySeparation()]);
  });

  it.each([
    ['trainr.steps', 1, 'unknown slot of "trainr.steps": "trainr"; did you mean "trainer"'],
    ['trainer.step', 1, 'unknown option of trainer: "step"; did you mean "steps"'],
    ['sharing.blocks.form', 1, 'unknown option of sharing: "blocks"'],
    ['losses.intraModalitySeparaton.weight', 1, 'did you mean "intraModalitySeparation"'],
    ['losses.intraModalitySeparation.wieght', 1, 'losses.intraModalitySeparation: "wieght"; did you mean "weight"'],
    ['losses.intraModalitySeparation', 1, 'name one of its options, or give the whole of losses'],
    ['losses.intraModalitySeparation.form', 'offical', 'option "form" = "offical"'],
    ['trainer.steps', 'many', 'trainer: option "steps" = "many"'],
    ['trainer.steps', -1, 'option "steps" = -1'],
    ['losses', 'clip', 'losses = "clip": takes a list, for example ["alignment"]'],
    ['sharing', 'shraed', 'unknown component of slot "sharing" "shraed"; did you mean "shared"'],
    ['sharing', { slot: 'losses', type: 'clip' }, 'not a component of slot "sharing"'],
    ['sharing', 5, 'sharing = 5: not a component of slot "sharing"'],
  ])('refuses %s = %j and names what is meant', (path, value, message) => {
    expect(() => change(path, value)).toThrow(message);
    expect(() => change(path, value)).toThrow(UserError);
  });

  it('asks for the whole list where a component is in it twice', () => {
    const twice = { ...config, losses: [losses[0], losses[0]] as Spec<'losses'>[] };
    expect(() => override(twice, 'losses.crossModalitySeparation.weight', 1, registry)).toThrow('more than once');
  });
});

describe('isInConfig', () => {
  it('is false only where a list lacks the component', () => {
    expect(isInConfig(config, 'losses.intraModalitySeparation.weight')).toBe(true);
    expect(isInConfig(config, 'losses.clip.weight')).toBe(false);
    expect(isInConfig(config, 'losses')).toBe(true);
    expect(isInConfig(config, 'trainer.steps')).toBe(true);
    expect(() => isInConfig(config, 'loss.clip.weight')).toThrow('did you mean "losses"');
  });
});
