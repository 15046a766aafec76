import { reportFormat, formatNames, powerTables, reportSources } from '@alignclip/report';
import { type Statement, UserError } from '@alignclip/core';
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
  const { tables, silent } = powerTables(source!, { tables: options.tables ?? false, wanted });
  if (tables.length === 0)
    throw new UserError(`"${file}" has no question or claim that compares two variants; --tables takes its tables`);
  console.log(
    tables
      .map((table) => format.table(table))
      .join('\n')
      .trimEnd(),
  );
  for (const title of silent)
    console.log(format.sentence(`Not planned, because it says no comparisons: ${title}`).trimEnd());
}

/** The improvement of a statement by `value` and `name=value` texts; a named one wins. Throws UserError. */
export function wantedOf(given: readonly string[] = []): (statement: Statement) => number | undefined {
  const wanted = given.map((text) => {
    const at = text.lastIndexOf('=');
    const value = Number(text.slice(at + 1));
    if (text.slice(at + 1).trim() === '' || !(value > 0) || !Number.isFinite(value) || at === 0)
      throw new UserError(`--difference ${text}: write a number above 0, or score=number, for example R@10=0.01`);
    return { name: at < 0 ? undefined : text.slice(0, at).toLowerCase(), value };
  });
  const twice = wanted.find(({ name }, i) => wanted.findIndex((other) => other.name === name) !== i);
  if (twice) throw new UserError(`--difference ${twice.name ?? twice.value}: given twice`);
  return ({ name }) => {
    const own = wanted.find((one) => one.name !== undefined && name.toLowerCase().includes(one.name));
    return (own ?? wanted.find((one) => one.name === undefined))?.value;
  };
}
