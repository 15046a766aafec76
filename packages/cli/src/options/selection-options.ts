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

/** The options by which commands choose cells; `profile` is how a command shows the value of --profile. */
export const withSelection = (command: Command, profile = '<name>'): Command =>
  command
    .option(`--profile ${profile}`, 'size of the experiment: quick or one of its profiles')
    .option('--variant <name...>', 'only these variants')
    .option('--seed <number...>', 'only these seeds')
    .option('--set <path=value...>', 'values laid over every variant: trainer.steps=500 losses.clip.weight=2')
    .option('--runs <folder>', 'where records are kept', 'runs');

/** Throws UserError on a seed that is not a whole number, and on a setting without a path. */
export const selectionOf = ({ profile, variant, seed, set }: SelectionOptions): CellSelection => ({
  profile,
  variants: variant,
  seeds: seed?.map(parseSeed),
  settings: parseSettings(set),
});

function parseSeed(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UserError(`--seed = "${text}": a whole number from 0, for example 0`);
}

/** From `path=value` of an option: the value is JSON, and a string where it is none. Throws UserError where there is no `=`. */
export function parseSettings(
  given: readonly string[] = [],
  option = '--set',
  example = 'trainer.steps=500',
): JsonObject {
  const settings: Record<string, Json> = {};
  for (const text of given) {
    const [path = '', value] = [text.split('=', 1)[0], text.slice(text.indexOf('=') + 1)];
    if (path === '' || !text.includes('=')) throw new UserError(`${option} ${text}: write path=value, as ${example}`);
    if (Object.hasOwn(settings, path)) throw new UserError(`${option} ${path}: given twice`);
    settings[path] = parseValue(value);
  }
  return settings;
}

function parseValue(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
