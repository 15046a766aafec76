import { UserError, type Json, type JsonObject } from '@alignclip/core';
import type { CellSelection } from '@alignclip/experiment';
import type { Command } from 'commander';

export interface SelectionOptions {
  readonly profile?: string;
  readonly variant?: readonly string[];
  readonly seed?: readonly string[];
  readonly set?: readonly string[];
  readonly runs: string;
}

/** The options that select cells; `profile`: how --help shows the value of --profile. */
export const withSelection = (command: Command, profile = '<name>'): Command =>
  command
    .option(`--profile ${profile}`, 'profile (size) of the experiment: quick, or one that it defines')
    .option('--variant <name...>', 'only these variants')
    .option('--seed <number...>', 'only these seeds')
    .option(
      '--set <path=value...>',
      'options to change in every variant, for example trainer.steps=500 losses.clip.weight=2',
    )
    .option('--runs <folder>', 'where records are kept', 'runs');

/** Throws UserError on a seed that is not a whole number, or a setting without a path. */
export const selectionOf = ({ profile, variant, seed, set }: SelectionOptions): CellSelection => ({
  profile,
  variants: variant,
  seeds: seed?.map(parseSeed),
  settings: parseSettings(set),
});

function parseSeed(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UserError(`--seed = "${text}": must be a whole number from 0, for example 0`);
}

/** The settings of `path=value` texts: a value is JSON, or a string if it is not valid JSON. Throws UserError without `=`. */
export function parseSettings(
  given: readonly string[] = [],
  option = '--set',
  example = 'trainer.steps=500',
): JsonObject {
  const settings = new Map<string, Json>();
  for (const text of given) {
    const [path = '', value] = [text.split('=', 1)[0], text.slice(text.indexOf('=') + 1)];
    if (path === '' || !text.includes('='))
      throw new UserError(`${option} ${text}: write path=value, for example ${example}`);
    if (settings.has(path)) throw new UserError(`${option} ${path}: given twice`);
    settings.set(path, parseValue(value));
  }
  return Object.fromEntries(settings);
}

function parseValue(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
