import type { Argument, Command, Option } from 'commander';

/** What can stand where the cursor is. */
interface Candidate {
  readonly value: string;
  readonly meaning: string;
}

/** Values of arguments and options that their declaration doesn't name, by command and name, such as `list name`. */
export type KnownValues = Readonly<Record<string, () => readonly string[]>>;

/**
 * Completes the last of the words that follow the program's name; it may be empty. Nothing where it is the path of a file,
 * or anything else that isn't known. bash hands over `--name=value` as three words.
 */
export function completionsOf(program: Command, given: readonly string[], known: KnownValues = {}): Candidate[] {
  const words = given.flatMap((word) => (isPair(word) ? split(word) : [word]));
  const typed = words.at(-1) ?? '';
  const isEqual = typed === '=';
  const { command, positional, open } = readWords(program, words.slice(0, isEqual ? undefined : -1));
  const begun = isEqual ? '' : typed;
  const found = candidates(command, positional, open, begun, known).filter(({ value }) => value.startsWith(begun));
  const last = given.at(-1) ?? '';
  const before = isPair(last) ? last.slice(0, last.length - begun.length) : '';
  return found.map(({ value, meaning }) => ({ value: `${before}${value}`, meaning }));
}

const isPair = (word: string): boolean => /^--[^=]+=/.test(word);

function candidates(
  command: Command,
  positional: number,
  open: Option | undefined,
  begun: string,
  known: KnownValues,
): Candidate[] {
  if (open !== undefined) return valuesOf(command, open, open.long ?? '', known);
  const help = command.createHelp();
  if (begun.startsWith('-'))
    return help
      .visibleOptions(command)
      .map(({ long, short, description }) => ({ value: long ?? short ?? '', meaning: description }));
  const subcommands = positional === 0 ? help.visibleCommands(command) : [];
  const argument = argumentAt(command, positional);
  return [
    ...subcommands.map((one) => ({ value: one.name(), meaning: one.description() })),
    ...(argument === undefined ? [] : valuesOf(command, argument, argument.name(), known)),
  ];
}

const argumentAt = ({ registeredArguments: all }: Command, positional: number): Argument | undefined =>
  all[positional] ?? all.findLast(({ variadic }) => variadic);

const valuesOf = (command: Command, { argChoices }: Option | Argument, of: string, known: KnownValues): Candidate[] =>
  (argChoices ?? known[`${command.name()} ${of}`]?.() ?? []).map((value) => ({ value, meaning: '' }));

/** The command that the words name, how many arguments it has, and an option that waits for its value. */
function readWords(program: Command, words: readonly string[]) {
  let command = program;
  let positional = 0;
  let open: Option | undefined;
  for (const word of words.filter((word) => word !== '=')) {
    const isValue = open !== undefined && (open.required || !word.startsWith('-'));
    open = isValue ? undefined : command.options.find((option) => isCalled(option, word) && takesValue(option));
    if (isValue || word.startsWith('-')) continue;
    const next = positional === 0 ? command.commands.find((one) => one.name() === word) : undefined;
    if (next === undefined) positional += 1;
    else command = next;
  }
  return { command, positional, open };
}

const isCalled = ({ long, short }: Option, word: string): boolean => long === word || short === word;

const takesValue = ({ required, optional }: Option): boolean => required || optional;

function split(word: string): [string, string, string] {
  const end = word.indexOf('=');
  return [word.slice(0, end), '=', word.slice(end + 1)];
}
