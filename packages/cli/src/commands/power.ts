import { reportFormat, formatNames, powerTables, reportSources } from '@alignclip/report';
import { type Statement, unknownName, UserError } from '@alignclip/core';
import { type Command, Option } from 'commander';
import { selectionOf, type SelectionOptions, withSelection } from '../options/sweep-options';

interface PowerOptions extends SelectionOptions {
  readonly difference?: readonly string[];
  readonly tables?: boolean;
  readonly format: string;
}

export function powerCommand(program: Command): void {
  withSelection(program.command('power').argument('<experiment>', 'experiment file'))
    .option(
      '--difference <value...>',
      'smallest improvement that matters, in the unit of the score (0.01: a point of a percentage), for every comparison, or score=value for those whose score has this in its name (default: the seen one)',
    )
    .option('--tables', 'also every test of the tables that have a baseline')
    .addOption(new Option('--format <name>', formatNames.join(', ')).default('terminal'))
    .action(power);
}

async function power(file: string, options: PowerOptions): Promise<void> {
  const format = reportFormat(options.format);
  const wanted = wantedOf(options.difference);
  const [source] = await reportSources(file, options.runs, selectionOf(options));
  const names = new Set<string>();
  const { tables, silent } = powerTables(source!, {
    tables: options.tables ?? false,
    wanted: (statement) => {
      names.add(statement.name);
      return wanted(statement);
    },
  });
  if (tables.length === 0)
    throw new UserError(`"${file}" has no question or claim that compares two variants; --tables takes its tables`);
  refuseUnused(options.difference, [...names]);
  console.log(
    tables
      .map((table) => format.table(table))
      .join('\n')
      .trimEnd(),
  );
  for (const title of silent)
    console.log(format.sentence(`Not planned, because it says no comparisons: ${title}`).trimEnd());
}

/** Throws UserError where one is for a score that no comparison has. */
function refuseUnused(given: readonly string[] | undefined, names: readonly string[]): void {
  const unused = differencesOf(given).find((one) => one.name !== undefined && !names.some((name) => isFor(one, name)));
  if (unused) throw unknownName('score of --difference', unused.name!, names);
}

interface Difference {
  /** Part of the name of a score; undefined for all. */
  readonly name: string | undefined;
  readonly value: number;
}

const isFor = ({ name = '' }: Difference, score: string): boolean => score.toLowerCase().includes(name.toLowerCase());

function differencesOf(given: readonly string[] = []): Difference[] {
  return given.map((text) => {
    const at = text.lastIndexOf('=');
    const value = Number(text.slice(at + 1));
    if (text.slice(at + 1).trim() === '' || !(value > 0) || !Number.isFinite(value) || at === 0)
      throw new UserError(`--difference ${text}: write a number above 0, or score=number, for example R@10=0.01`);
    return { name: at < 0 ? undefined : text.slice(0, at), value };
  });
}

/**
 * The improvement of a statement by `value` and `name=value` texts; of those for its score the longest name wins, R@10
 * before R@1. Throws UserError.
 */
export function wantedOf(given?: readonly string[]): (statement: Statement) => number | undefined {
  const all = differencesOf(given);
  const keys = all.map(({ name }) => name?.toLowerCase());
  const twice = all.find((_, i) => keys.indexOf(keys[i]) !== i);
  if (twice) throw new UserError(`--difference ${twice.name ?? twice.value}: given twice`);
  const byLength = [...all].sort((a, b) => (b.name ?? '').length - (a.name ?? '').length);
  return ({ name }) => byLength.find((one) => isFor(one, name))?.value;
}
