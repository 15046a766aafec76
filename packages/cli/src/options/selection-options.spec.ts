import { UserError } from '@alignclip/core';
import { Command } from 'commander';
import { selectionOf, withSelection, type SelectionOptions, parseSettings } from './selection-options';

/** The selection that a command line means. */
const selection = (...args: readonly string[]) => {
  const command = withSelection(new Command('ablate').argument('<experiment>')).exitOverride();
  const options = command.parse(['file.ts', ...args], { from: 'user' }).opts<SelectionOptions>();
  return { ...selectionOf(options), runs: options.runs };
};

describe('selectionOf', () => {
  it('selects everything by default', () => {
    const everything = { profile: undefined, variants: undefined, seeds: undefined, settings: {}, runs: 'runs' };
    expect(selection()).toEqual(everything);
  });

  it('takes several variants and seeds', () => {
    const args = [
      '--variant',
      'CLIP + IMSep',
      'AlignCLIP',
      '--seed',
      '0',
      '12',
      '--profile',
      'full',
      '--runs',
      'here',
      '--set',
      'trainer.steps=5',
      'sharing=shared',
    ];
    expect(selection(...args)).toEqual({
      profile: 'full',
      variants: ['CLIP + IMSep', 'AlignCLIP'],
      seeds: [0, 12],
      settings: { 'trainer.steps': 5, sharing: 'shared' },
      runs: 'here',
    });
  });

  it.each(['x', '-1', '1.5', '1e3', '', '0x1', '9'.repeat(16)])('refuses the seed %p by name', (seed) => {
    expect(() => selection(`--seed=${seed}`)).toThrow(`--seed = "${seed}": must be a whole number from 0`);
  });
});

describe('parseSettings', () => {
  it('reads values as JSON, and as words where they are none', () => {
    expect(
      parseSettings([
        'trainer.steps=500',
        'losses.x.form=paper',
        'a.b=true',
        'sharing={"type":"shared"}',
        'c=a=b',
        'd=',
      ]),
    ).toEqual({
      'trainer.steps': 500,
      'losses.x.form': 'paper',
      'a.b': true,
      sharing: { type: 'shared' },
      c: 'a=b',
      d: '',
    });
    expect(parseSettings()).toEqual({});
  });

  it.each(['trainer.steps', '=5', ''])('refuses %p, naming the form', (text) => {
    expect(() => parseSettings([text])).toThrow(`--set ${text}: write path=value, for example trainer.steps=500`);
    expect(() => parseSettings([text])).toThrow(UserError);
  });

  it('takes a path that every object has', () => {
    expect(Object.entries(parseSettings(['__proto__=1', 'constructor=2']))).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
  });

  it('refuses a path that is given twice', () => {
    expect(() => parseSettings(['a=1', 'b=1', 'a=2'])).toThrow('--set a: given twice');
  });
});
