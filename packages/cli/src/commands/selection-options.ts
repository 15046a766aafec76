import { UserError } from '@alignclip/core';
import type { CellSelection } from '@alignclip/experiment';
import type { Command } from 'commander';
import { parseSettings } from './parse-settings';

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
