import type { Random } from '@alignclip/core';
import type { Argument, Command, Option } from 'commander';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chosen, drawn, happens } from '../inputs/draw';
import { hostileText } from '../inputs/hostile';
import { root } from './places';

export const { createProgram } = createRequire(__filename)(join(root, 'packages/cli/src/program.ts')) as {
  readonly createProgram: (wanted?: string) => Command;
};

/** Files and folders that stand in the folder where commands run; see `commands.ts`. */
const names = [
  ...[
    'table.csv',
    'shard.tar',
    'table.parquet',
    'captions.json',
    'image.png',
    'x.npy',
    'x.safetensors',
    'x.pt',
    'cut.safetensors',
  ],
  ...[
    'runs',
    'records',
    'clip.json',
    'broken.json',
    'experiment.ts',
    'throws.ts',
    'none.ts',
    'module.mts',
    'README.md',
    'folder',
  ],
  ...[
    'missing',
    'empty',
    'table.csv/x',
    'folder/',
    './table.csv',
    'out',
    'out.png',
    'a b',
    '\u001b[2J.csv',
    'x\ny',
    '\0',
    '',
  ],
];

const values = [
  ...[
    'gap',
    'retrieval',
    'shapes',
    'shapes:val',
    'csv',
    'webdataset',
    'coco',
    'CLIP',
    'tiny',
    'quick',
    'smoke',
    'train',
    'test',
  ],
  ...[
    'html',
    'latex',
    'table-1',
    'loss',
    'components',
    'clip',
    'local',
    'slurm',
    'retry=2',
    'trainer.steps=2',
    'images=.',
    'train=table.csv',
  ],
  ...[
    '0',
    '1',
    '-1',
    '1.5',
    '3',
    '1e9',
    'x',
    '{"type":"csv","options":{"files":"table.csv"}}',
    '{"type":"shapes"}',
    '{"type":',
    '[]',
  ],
  ...['losses.clip.weight=NaN', '__proto__.x=1', 'sharing={"type":"shared"}', 'dataset=null', 'a.b.c=1', 'steps'],
];

const word = (random: Random): string => {
  if (happens(random, 0.55)) return chosen(random, names);
  return happens(random, 0.75) ? chosen(random, values) : drawn(random, hostileText);
};

/** Commands that train, download, look at the machine, or write beside the folder only run with the option that stops that. */
const held: Readonly<Record<string, readonly string[]>> = { ablate: ['--dry-run', '--no-measure'], new: ['--here'] };
const left = new Set(['doctor', 'train', 'reproduce', 'setup']);
/** Options that start a browser or wait. */
const leftOptions = new Set(['open', 'wait', 'timings']);

/** Arguments of the program: mostly what its own table of commands allows, with hostile values. */
export function commandLine(random: Random): string[] {
  const program = createProgram();
  const command = chosen(
    random,
    program.commands.filter((one) => !left.has(one.name())),
  );
  if (happens(random, 0.05))
    return Array.from({ length: random.integer(4) }, () => word(random)).filter((one) => !left.has(one));
  const sub = command.commands.length > 0 && happens(random, 0.95) ? chosen(random, command.commands) : undefined;
  const own = sub ?? command;
  const path = [command.name(), ...(sub ? [sub.name()] : [])];
  return [
    ...path,
    ...(held[command.name()] ?? []),
    ...own.registeredArguments.flatMap((one) => argumentOf(random, one)),
    ...optionsOf(random, own),
  ];
}

function argumentOf(random: Random, { required, variadic, argChoices }: Argument): string[] {
  if (happens(random, required ? 0.05 : 0.4)) return [];
  const count = variadic ? random.integer(3) + 1 : 1;
  return Array.from({ length: count }, () =>
    argChoices && happens(random, 0.7) ? chosen(random, argChoices) : word(random),
  );
}

function optionsOf(random: Random, { options }: Command): string[] {
  const known = options.filter((option) => !leftOptions.has(option.attributeName()));
  const count = random.integer(4);
  const some = known.length === 0 ? [] : Array.from({ length: count }, () => optionOf(random, chosen(random, known)));
  const needed = known
    .filter(({ long, required }) => long === '--out' && required)
    .map((option) => optionOf(random, option));
  return [
    ...(happens(random, 0.7) ? needed.flat() : []),
    ...some.flat(),
    ...(happens(random, 0.02) ? [word(random)] : []),
  ];
}

function optionOf(random: Random, { long, short, required, optional, variadic, argChoices }: Option): string[] {
  const flag = long ?? short!;
  if (!required && !(optional && happens(random, 0.5))) return [flag];
  const value = () => (argChoices && happens(random, 0.8) ? chosen(random, argChoices) : word(random));
  if (happens(random, 0.2)) return [`${flag}=${value()}`];
  return [flag, ...Array.from({ length: variadic ? 1 + random.integer(3) : 1 }, value)];
}
