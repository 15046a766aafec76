import { UserError } from '@alignclip/core';
import { trainer } from '@alignclip/training';
import { visionTransformer } from '@alignclip/encoders';
import { gap, retrieval } from '@alignclip/evaluation';
import { clip } from '@alignclip/losses';
import { separate, shared } from '@alignclip/sharing';
import { defineExperiment } from './define-experiment';
import { tinyBase, tinyExperiment } from '../testing/tiny-experiment';

const valid = { name: 'tiny', seeds: [0], base: tinyBase, variants: { CLIP: {} } };

describe('defineExperiment', () => {
  it('gives back what it was given', () => {
    const definition = { ...valid, profiles: { full: { seeds: [0, 1], base: { trainer: trainer({ steps: 9 }) } } } };
    expect(defineExperiment(definition)).toBe(definition);
  });

  it.each(['', 'RQ1', 'rq1_sharing', 'a/b', '../up', 'a--b'])('refuses the name %p', (name) => {
    expect(() => tinyExperiment({ name })).toThrow(`name = "${name}": use kebab-case`);
  });

  it('refuses an experiment without variants', () => {
    expect(() => tinyExperiment({ variants: {} })).toThrow('experiment "tiny": variants = {}: name at least one');
  });

  it('checks the variants of a profile as its own', () => {
    expect(() => tinyExperiment({ profiles: { full: { variants: {} } } })).toThrow('profile "full": variants = {}');
    // @ts-expect-error -- a loss term is no sharing strategy
    expect(() => tinyExperiment({ profiles: { full: { variants: { A: { sharing: clip() } } } } })).toThrow(
      'profile "full", variant "A": sharing: "clip" is a component of slot "losses"',
    );
  });

  it.each([[[]], [[1, 1]], [[-1]], [[0.5]], [[2 ** 53]]])('refuses the seeds %j, of a profile too', (seeds) => {
    expect(() => tinyExperiment({ seeds })).toThrow(/^experiment "tiny": seed/);
    for (const name of ['full', 'default'])
      expect(() => tinyExperiment({ profiles: { [name]: { seeds } } })).toThrow(`profile "${name}": seed`);
  });

  it('refuses a component in the slot of another, at compile time and when the file is read', () => {
    // @ts-expect-error -- an encoder is no loss term
    expect(() => defineExperiment({ ...valid, base: { ...tinyBase, losses: [visionTransformer()] } })).toThrow(
      'experiment "tiny", base: losses: "vision-transformer" is a component of slot "imageEncoder"',
    );
    // @ts-expect-error -- a loss term is no sharing strategy
    expect(() => defineExperiment({ ...valid, variants: { CLIP: { sharing: clip() } } })).toThrow('slot "losses"');
  });

  it('refuses an unknown slot, naming the near miss', () => {
    // @ts-expect-error -- misspelt
    expect(() => defineExperiment({ ...valid, variants: { CLIP: { loses: [clip()] } } })).toThrow(
      'unknown slot of experiment "tiny", variant "CLIP": "loses"; did you mean "losses"',
    );
    // @ts-expect-error -- misspelt
    expect(() => defineExperiment({ ...valid, profiles: { full: { base: { sharring: shared() } } } })).toThrow(
      'did you mean "sharing"',
    );
    // @ts-expect-error -- a name that every object has
    expect(() => defineExperiment({ ...valid, variants: { CLIP: { constructor: shared() } } })).toThrow('unknown slot');
  });

  it('refuses what is no spec', () => {
    // @ts-expect-error -- not called
    expect(() => defineExperiment({ ...valid, variants: { A: { sharing: separate } } })).toThrow(
      'sharing: call the component: separate with ( )',
    );
    // @ts-expect-error -- a list slot
    expect(() => defineExperiment({ ...valid, variants: { A: { losses: clip() } } })).toThrow('losses takes a list');
    // @ts-expect-error -- one component
    expect(() => defineExperiment({ ...valid, variants: { A: { sharing: [shared()] } } })).toThrow('one component');
    // @ts-expect-error -- exact optional properties
    expect(() => defineExperiment({ ...valid, variants: { A: { sharing: undefined } } })).toThrow('not a component');
  });

  it('refuses a base without a slot that has no default', () => {
    const { imageEncoder, textEncoder, losses } = tinyBase;
    // @ts-expect-error -- no data
    expect(() => defineExperiment({ ...valid, base: { imageEncoder, textEncoder, losses } })).toThrow(
      'base: dataset is missing: name a component',
    );
  });

  it('refuses two evaluators whose scores would overwrite each other, naming both', () => {
    const twins = [gap({ splits: ['val'] }), gap({ splits: ['test'] })];
    expect(() => tinyExperiment({ variants: { A: { evaluators: twins } } })).toThrow(
      /variant "A": evaluators gap\(\{.*"val".*\}\) and gap\(\{.*"test".*\}\) would write the same scores "gap\/…"/,
    );
    expect(() => tinyExperiment({ variants: { A: { evaluators: [gap(), retrieval()] } } })).not.toThrow();
  });

  it('refuses a tuning budget of an unknown variant', () => {
    const budget = { trials: 8, protocol: 'learning rate, by retrieval on val' };
    expect(tinyExperiment({ tuning: { CLIP: budget } }).tuning).toEqual({ CLIP: budget });
    expect(() => tinyExperiment({ tuning: { CLOP: budget } })).toThrow('"CLOP"; did you mean "CLIP"');
    const profiles = { full: { variants: { SharedCLIP: { sharing: shared() } } } };
    expect(() => tinyExperiment({ profiles, tuning: { SharedCLIP: budget } })).not.toThrow();
  });

  it.each([
    [{ tunes: {} }, 'unknown field of experiment "tiny": "tunes"; did you mean "tune"'],
    [{ varients: {} }, 'did you mean "variants"'],
    [{ profiles: { full: { seed: [0] } } }, 'profile "full": "seed"; did you mean "seeds"'],
    [{ startsFrom: null }, 'startsFrom = null: give an experiment, or { experiment, variant }'],
    [{ startsFrom: 'tiny' }, 'startsFrom = "tiny": give an experiment'],
    [{ startsFrom: { experiment: undefined, variant: 'CLIP' } }, 'give an experiment, or { experiment, variant }'],
    [{ startsFrom: { experiment: valid } }, 'startsFrom.variant = undefined: name a variant of "tiny"'],
    [{ startsFrom: { experiment: valid, variant: ['CLIP'] } }, 'startsFrom.variant = ["CLIP"]'],
    [{ startsFrom: { experiment: valid, variant: 'CLOP' } }, 'in startsFrom: "CLOP"; did you mean "CLIP"'],
    [
      { startsFrom: { experiment: valid, variants: 'CLIP' } },
      'field of startsFrom: "variants"; did you mean "variant"',
    ],
    [{ tuning: { CLIP: { trials: 'many', protocol: 'by eye' } } }, 'tuning, "CLIP": option "trials" = "many"'],
    [{ tuning: [] }, 'tuning = []: give an object'],
    [{ modules: [{}] }, 'modules[0] = {}: not a module'],
    [{ seeds: [0, undefined, 2] }, 'seed undefined: seeds are different whole numbers'],
    [{ seeds: [0, , 2] }, 'seed undefined: seeds are different whole numbers'],
    [{ name: 'a'.repeat(101) }, '101 characters, more than the maximum of 100'],
    [{ variants: { '': {} } }, 'variant "": give it a name'],
    [{ variants: { 'a\nfinished': {} } }, 'variant "a\\nfinished": give it a name, without line breaks'],
  ])('refuses %j, which types refuse or can’t', (change, message) => {
    expect(() => defineExperiment({ ...valid, ...change } as never)).toThrow(message);
    expect(() => defineExperiment({ ...valid, ...change } as never)).toThrow(UserError);
  });
});
