import { unknownName, UserError } from '@alignclip/core';
import { parseArgs, type ParseArgsConfig } from 'node:util';

/** The values of the options. Throws UserError on an option that is not known. */
export function benchArguments<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
  usage: string,
): ReturnType<typeof parseArgs<{ options: Options }>>['values'] {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n${usage}`);
  }
}

/** The given names, or all; in the order of `all`. Throws UserError on an unknown one. */
export function chosen<Name extends string>(
  option: string,
  given: readonly string[] | undefined,
  all: readonly Name[],
): Name[] {
  for (const name of given ?? []) if (!all.includes(name as Name)) throw unknownName(option, name, all);
  return all.filter((name) => given?.includes(name) ?? true);
}

/** Throws UserError unless it is a whole number from 1 to `most`. */
export function count(option: string, text: string, most = 9999): number {
  if (/^[1-9]\d{0,6}$/.test(text) && Number(text) <= most) return Number(text);
  throw new UserError(`${option} = "${text}": a whole number from 1 to ${most}`);
}

/** Runs a bench; a UserError becomes one line, any other error keeps its stack, and the exit code is 1. */
export function runBench(name: string, main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    console.error(error instanceof UserError ? `${name}: ${error.message}` : error);
    process.exitCode = 1;
  });
}
