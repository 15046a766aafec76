import { type AnyComponent, type Json, type JsonObject, Launcher, parseOptions, UserError } from '@alignclip/core';
import type { CellSelection, FailurePolicy, Registry } from '@alignclip/experiment';
import type { Command } from 'commander';
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { wholeNumber } from './whole-number';
import { withWorkers, type WorkerOptions, workersOf } from './worker-options';

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

export interface LauncherOptions extends WorkerOptions {
  readonly launcher: string;
  readonly launcherOption?: readonly string[];
  readonly processes?: string;
  /** True for --wait. */
  readonly wait?: boolean;
  readonly detach?: boolean;
}

/** The options that determine where cells run. */
export const withLauncher = (command: Command): Command =>
  withWorkers(command)
    .option('--processes <number>', 'number of cells that run at once on this machine (default: one per core)')
    .option('--launcher <type>', 'where cells run: local, slurm, or a launcher of the experiment file', 'local')
    .option('--launcher-option <name=value...>', 'options of the launcher, for example time=02:00:00 memory=8G')
    .option('--wait', 'wait for the cells and print the tables (for launchers that can detach)')
    .option('--detach', 'submit the cells and exit; run the same command later to resume');

/**
 * The launcher of the options. `cells`: number of cells of the whole plan, so that a resumed sweep gives each cell as many
 * threads as an uninterrupted one. Throws UserError on unknown or contradicting options.
 */
export function launcherOf(options: LauncherOptions, registry: Registry, cells: number): Launcher {
  const component = registry.find({ slot: Launcher.name, type: options.launcher, options: {} });
  const named = assigned(options.launcherOption ?? [], component);
  const given = { ...ownOptions(options, component, cells, named), ...named };
  return component.create(parseOptions(`launcher/${component.type}`, component.options, given)) as Launcher;
}

/** From --processes (default: a core a worker), at most the number of cells. Throws UserError if it is not a number. */
export function cellsAtOnce(processes: string | undefined, cells: number, workers = 1): number {
  const given = processes && wholeNumber('--processes', processes, 1, 4096);
  const places = given || Math.floor(availableParallelism() / workers) || 1;
  return Math.max(1, Math.min(places, cells));
}

function ownOptions(options: LauncherOptions, component: AnyComponent, cells: number, named: JsonObject): JsonObject {
  const { processes, wait, detach } = options;
  const names = namesOf(component);
  const { count: workers, limit } = workersOf(options);
  const each = Number(named['workers'] ?? workers); // where it is no number, the schema says so
  if (wait && detach) throw new UserError('--wait and --detach exclude each other');
  const flags = [
    { flag: '--processes', given: processes !== undefined, option: 'processes' },
    { flag: '--wait', given: wait, option: 'wait' },
    { flag: '--detach', given: detach, option: 'wait' },
    { flag: '--workers', given: workers > 1, option: 'workers' },
    { flag: '--worker-limit', given: options.workerLimit !== undefined, option: 'workerLimit' },
  ];
  for (const { flag, given, option } of flags)
    if (given && !names.includes(option))
      throw new UserError(`${flag}: launcher "${component.type}" does not support it`);
  return {
    ...(names.includes('processes') && { processes: cellsAtOnce(processes, cells, each) }),
    ...(workers > 1 && { workers, ...(names.includes('workerLimit') && { workerLimit: limit }) }),
    ...((wait || detach) && { wait: !detach }),
  };
}

function assigned(texts: readonly string[], component: AnyComponent): JsonObject {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
      if (name === undefined || value === undefined)
        throw new UserError(`--launcher-option ${text}: write name=value, for example processes=2`);
      return [name, valueOf(value, schemaOf(component, name))];
    }),
  );
}

/** Text if the option takes text, else JSON if it is valid; otherwise text, which the launcher's schema refuses. */
function valueOf(text: string, schema: z.ZodType | undefined): JsonObject[string] {
  if (schema?.safeParse(text).success) return text;
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return text;
  }
}

const shapeOf = ({ options }: AnyComponent): Record<string, z.ZodType> =>
  options instanceof z.ZodObject ? options.shape : {};
const namesOf = (component: AnyComponent): string[] => Object.keys(shapeOf(component));
const schemaOf = (component: AnyComponent, name: string): z.ZodType | undefined =>
  Object.hasOwn(shapeOf(component), name) ? shapeOf(component)[name] : undefined;

/** The policy of stop, continue or retry=N with N from 1 to 100. Throws UserError. */
export function parseOnFailure(text = 'continue'): FailurePolicy {
  if (text === 'stop') return { stop: true, retries: 0 };
  if (text === 'continue') return { stop: false, retries: 0 };
  const retries = Number(/^retry=(\d{1,3})$/.exec(text)?.[1]);
  if (retries >= 1 && retries <= 100) return { stop: false, retries };
  throw new UserError(`--on-failure = "${text}": write stop, continue, or retry=N with N from 1 to 100`);
}
