import { optionRows, type AnyComponent, type OptionRow } from '@alignclip/core';
import { fillMarked } from './marked';

type Kind = Pick<AnyComponent, 'type' | 'options'>;

/** The page of a component with its table of options as the schema has them. Throws an Error where the markers are missing. */
export const withOptionTable = (page: string, component: Kind): string =>
  fillMarked(page, 'options', optionTable(component));

/** A line for each option whose meaning is not in the schema. */
export const undescribedOptions = ({ type, options }: Kind): string[] =>
  optionRows(options)
    .filter(({ meaning }) => meaning === '')
    .map(({ name }) => `component "${type}": option "${name}" has no .describe(…)`);

function optionTable({ options }: Kind): string {
  const rows = optionRows(options);
  if (rows.length === 0) return 'No options.';
  const lines = rows.map((row) =>
    line([`\`${row.name}\``, defaultOf(row), codeQuoted(row.values), markdown(row.meaning)]),
  );
  return [line(['option', 'default', 'values', 'meaning']), line(['---', '---', '---', '---']), ...lines].join('\n');
}

const line = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const defaultOf = (row: OptionRow): string =>
  row.default === undefined ? (row.required ? 'required' : '–') : `\`${row.default}\``;

/** Outside code, `<set>.tsv` would be taken for HTML. */
const markdown = (meaning: string): string => meaning.replace(/`[^`]*`|</g, (found) => (found === '<' ? '\\<' : found));

const codeQuoted = (values: string): string => values.replace(/'[^']*'/g, '`$&`');
