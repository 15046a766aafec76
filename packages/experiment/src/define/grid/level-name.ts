import { UserError, type Spec } from '@alignclip/core';

/** What a record says of a factor's value: a number, a word, or the name of a component. */
export type FactorValue = string | number | boolean | null;

export interface Level {
  readonly name: string;
  readonly factor: FactorValue;
  readonly value: unknown;
}

/** The levels of one factor with their names, from a list or from an object that names them. Throws UserError. */
export function levelsOf(path: string, given: unknown): Level[] {
  if (typeof given !== 'object' || given === null || isSpec(given))
    throw new UserError(`grid: ${path} = ${JSON.stringify(given)}: give a list of values, or an object of named ones`);
  const levels = Array.isArray(given)
    ? given.map((value: unknown): Level => ({ name: nameOf(value), factor: factorOf(value), value }))
    : Object.entries(given).map(([name, value]): Level => ({ name, factor: scalar(value) ? value : name, value }));
  if (levels.length === 0) throw new UserError(`grid: ${path} = []: give at least one value`);
  const names = levels.map(({ name }) => name);
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated === undefined) return levels;
  throw new UserError(`grid: ${path} has two values that read "${repeated}": name them, { "first": …, "second": … }`);
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
  return JSON.stringify(value) ?? String(value);
}

/** How paths name a component: `intra-modality-separation` is `intraModalitySeparation`, as in an experiment file. */
export const camelCase = (type: string): string =>
  type.replace(/-([a-z0-9])/g, (_, next: string) => next.toUpperCase());

/** The other way round; a type stays as it is. */
export const kebabCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
