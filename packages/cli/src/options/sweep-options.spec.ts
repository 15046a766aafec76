import { defineComponent, Launcher, UserError } from '@alignclip/core';
import { Registry } from '@alignclip/experiment';
import { Command } from 'commander';
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import {
  launcherOf,
  type LauncherOptions,
  parseOnFailure,
  parseSettings,
  selectionOf,
  type SelectionOptions,
  withLauncher,
  withSelection,
} from './sweep-options';

let created: unknown = {};
/** A user's own launcher, which tells with what options it was made. */
const queue = defineComponent(Launcher)({
  type: 'queue',
  options: z.strictObject({
    processes: z.number().int().positive().default(1),
    wait: z.boolean().default(true),
    time: z.string().optional(),
    nodes: z.array(z.string()).default([]),
  }),
  create: (options) => {
    created = options;
    return { async *run() {} };
  },
});
const bare = defineComponent(Launcher)({
  type: 'bare',
  options: z.strictObject({}),
  create: () => ({ async *run() {} }),
});

/** One whose jobs have several processes. */
const shared = defineComponent(Launcher)({
  type: 'shared',
  options: z.strictObject({ processes: z.int().default(1), workers: z.int().default(1) }),
  create: (options) => {
    created = options;
    return { async *run() {} };
  },
});

const registry = new Registry([queue, bare, shared]);
function choose(args: readonly string[], cells = 8): unknown {
  created = {};
  const options = withLauncher(new Command()).parse(args, { from: 'user' }).opts<LauncherOptions>();
  launcherOf(options, registry, cells);
  return created;
}

describe('launcherOf', () => {
  it('makes the launcher of that type with the options given', () => {
    const args = ['--launcher', 'queue', '--launcher-option', 'time=90', 'nodes=["n1","n2"]', '--processes', '3'];
    expect(choose(args)).toEqual({ processes: 3, wait: true, time: '90', nodes: ['n1', 'n2'] });
    expect(choose(['--launcher', 'queue', '--launcher-option', 'time=a=b'])).toMatchObject({ time: 'a=b' });
  });

  it('waits or detaches as given', () => {
    expect(choose(['--launcher', 'queue', '--detach'])).toMatchObject({ wait: false });
    expect(choose(['--launcher', 'queue', '--wait'])).toMatchObject({ wait: true });
  });

  it('takes no more places than the plan has cells, whether finished or not', () => {
    expect(choose(['--launcher', 'queue', '--processes', '9'], 2)).toMatchObject({ processes: 2 });
    expect(choose(['--launcher', 'queue'], 1000)).toMatchObject({ processes: availableParallelism() });
    expect(choose(['--launcher', 'queue'], 0)).toMatchObject({ processes: 1 });
  });

  it('says how many processes work on each cell, and gives them their cores', () => {
    const workers = (...args: string[]) => {
      const options = withLauncher(new Command()).parse(args, { from: 'user' }).opts<LauncherOptions>();
      return launcherOf(options, registry, 8).workers;
    };
    expect(workers('--workers', '2')).toBe(2);
    expect(workers('--launcher-option', 'workers=4')).toBe(4);
    expect(workers('--launcher', 'slurm', '--launcher-option', 'nodes=2', 'tasksPerNode=4')).toBe(8);
    const many = ['--launcher-option', `workers=${2 * availableParallelism()}`];
    expect(choose(['--launcher', 'shared', ...many])).toMatchObject({ processes: 1 });
    expect(choose(['--launcher', 'shared', '--workers', '2'])).toMatchObject({ workers: 2 });
  });

  it.each([
    [['--workers', '3'], '--workers = 3: must be a power of two, for example 2'],
    [['--worker-limit', '5'], '--worker-limit: needs --workers of 2 or more'],
    [['--launcher', 'bare', '--workers', '2'], '--workers: launcher "bare" does not support it'],
    [
      ['--launcher', 'shared', '--workers', '2', '--worker-limit', '5'],
      '--worker-limit: launcher "shared" does not support it',
    ],
    [['--launcher', 'slrum'], 'unknown component of slot "launcher" "slrum"; did you mean "slurm"'],
    [['--launcher', 'slurm', '--processes', '2'], '--processes: launcher "slurm" does not support it'],
    [['--detach'], '--detach: launcher "local" does not support it'],
    [['--launcher', 'queue', '--wait', '--detach'], '--wait and --detach exclude each other'],
    [['--launcher', 'bare', '--wait'], '--wait: launcher "bare" does not support it'],
    [['--launcher-option', 'memory'], '--launcher-option memory: write name=value'],
    [['--launcher-option', 'memroy=8G'], 'unknown option "memroy"; did you mean "memory"'],
    [['--launcher-option', 'memory=lots'], 'option "memory" = "lots": megabytes'],
    [['--launcher', 'slurm', '--launcher-option', 'time=soon'], 'option "time" = "soon": minutes'],
    [['--launcher', 'queue', '--launcher-option', '__proto__=5'], 'launcher/queue'],
  ])('refuses %j', (args, message) => {
    expect(() => choose(args)).toThrow(message);
    expect(() => choose(args)).toThrow(UserError);
  });
});

describe('parseOnFailure', () => {
  it.each([
    [undefined, { stop: false, retries: 0 }],
    ['continue', { stop: false, retries: 0 }],
    ['stop', { stop: true, retries: 0 }],
    ['retry=3', { stop: false, retries: 3 }],
  ])('reads %p', (text, policy) => expect(parseOnFailure(text)).toEqual(policy));

  it.each(['', 'halt', 'retry', 'retry=0', 'retry=-1', 'retry=101', 'retry=x'])('refuses %p', (text) => {
    expect(() => parseOnFailure(text)).toThrow(`--on-failure = "${text}": write stop, continue, or retry=N`);
  });
});

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
