import { UserError, type Spec } from '@alignclip/core';
import type { CheckedFactors } from './grid-paths';
import { camelCase } from './override';
import { isGridPoint, runSlots, type FactorValue, type GridPoint, type SlotName, type Variant } from './run-config';

/** `range(5)` is 0, 1, 2, 3, 4; `range(3, 20)` is 20, 21, 22. */
export const range = (count: number, first = 0): number[] => Array.from({ length: count }, (_, i) => first + i);

/**
 * Every combination of the factors' values as named variants, the last factor fastest:
 * `grid({ 'losses.intraModalitySeparation.weight': [0, 0.5], 'temperature.start': [14, 100], seed: range(5) })`.
 * `variants` are crossed with the points; without them each point changes the base. Paths to components of the packages
 * are type-checked, all others are checked against the component's options before anything runs. Throws UserError.
 */
export function grid<const Given extends Readonly<Record<string, unknown>>>(
  factors: Given & CheckedFactors<Given>,
  variants?: Readonly<Record<string, Variant>>,
): Record<string, GridPoint> {
  const { seed, ...paths } = factors as Readonly<Record<string, unknown>>;
  if (seed !== undefined && !Array.isArray(seed))
    throw new UserError(`grid: seed = ${JSON.stringify(seed)}: give a list, for example range(3)`);
  const seeds = seed === undefined ? {} : { seeds: seed as readonly number[] };
  if (Object.keys(paths).length === 0 && variants === undefined)
    throw new UserError('grid: no option is varied; to vary only the seed write seeds: range(5)');
  let points = startOf(variants);
  for (const [path, given] of Object.entries(paths)) {
    const levels = levelsOf(path, given);
    points = points.flatMap(([name, point]) => levels.map((level) => extended(name, point, path, level)));
  }
  return Object.fromEntries(points.map(([name, point]) => [name, { ...point, ...seeds }]));
}

type NamedPoint = readonly [name: string, point: GridPoint];

function startOf(variants: Readonly<Record<string, Variant>> | undefined): NamedPoint[] {
  if (variants === undefined) return [['', { change: {}, overrides: {}, factors: {} }]];
  return Object.entries(variants).map(([name, variant]) =>
    isGridPoint(variant) ? [name, variant] : [name, { change: variant, overrides: {}, factors: { variant: name } }],
  );
}

function extended(name: string, point: GridPoint, path: string, { name: level, value, factor }: Level): NamedPoint {
  if (Object.hasOwn(point.overrides, path)) throw new UserError(`grid: ${path} is varied twice`);
  const own = `${shortPath(path)} = ${level}`;
  const overrides = { ...point.overrides, [path]: value };
  return [
    name === '' ? own : `${name}, ${own}`,
    { ...point, overrides, factors: { ...point.factors, [path]: factor } },
  ];
}

/** A component of a list is named without its slot: `intraModalitySeparation.weight`. */
function shortPath(path: string): string {
  const [slot, ...rest] = path.split('.') as [string, ...string[]];
  const many = Object.hasOwn(runSlots, slot) && runSlots[slot as SlotName].many;
  return many && rest.length > 0 ? rest.join('.') : path;
}

/** A factor's value in a record: a number, a text, or the name of a component. */

export interface Level {
  readonly name: string;
  readonly factor: FactorValue;
  readonly value: unknown;
}

/** The levels of one factor with their names, from a list or from an object that names them. Throws UserError. */
export function levelsOf(path: string, given: unknown): Level[] {
  if (typeof given !== 'object' || given === null || isSpec(given))
    throw new UserError(
      `grid: ${path} = ${JSON.stringify(given)}: give a list of values, or an object of named values`,
    );
  const levels = Array.isArray(given)
    ? given.map((value: unknown): Level => ({ name: nameOf(value), factor: factorOf(value), value }))
    : Object.entries(given).map(([name, value]): Level => ({ name, factor: scalar(value) ? value : name, value }));
  if (levels.length === 0) throw new UserError(`grid: ${path} = []: give at least one value`);
  const names = levels.map(({ name }) => name);
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated === undefined) return levels;
  throw new UserError(
    `grid: ${path} has two values with the name "${repeated}": name them, { "first": …, "second": … }`,
  );
}

const scalar = (value: unknown): value is FactorValue =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

const isSpec = (value: unknown): value is Spec =>
  typeof value === 'object' && value !== null && 'slot' in value && 'type' in value;

const factorOf = (value: unknown): FactorValue => (scalar(value) ? value : nameOf(value));

function nameOf(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  if (typeof value === 'string') return value;
  if (isSpec(value)) return camelCase(value.type);
  if (Array.isArray(value) && value.length > 0 && value.every(isSpec)) return value.map(nameOf).join(' + ');
  const text = JSON.stringify(value) as string | undefined;
  return text ?? String(value);
}
