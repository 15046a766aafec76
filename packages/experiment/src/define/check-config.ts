import { unknownName, UserError, type Spec } from '@alignclip/core';
import { defaultConfig, runSlots, type Change, type SlotName } from './run-config';

/** Checks that it is an object with fields. Throws UserError: a file that is not type-checked may hold anything. */
export function checkObject(where: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UserError(`${where} = ${shown(value)}: give an object, { … }`);
}

/** Checks that it is an object that has no other fields than the known ones. Throws UserError naming similar fields. */
export function checkFields(where: string, value: unknown, known: readonly string[]): void {
  checkObject(where, value);
  const other = Object.keys(value as object).find((field) => !known.includes(field));
  if (other !== undefined) throw unknownName(`field of ${where}:`, other, known);
}

/** A value in an error: as JSON, cut where it is long. */
export function shown(value: unknown): string {
  const json = JSON.stringify(value) as string | undefined;
  const text = typeof value === 'number' ? String(value) : (json ?? String(value));
  return text.length > 200 ? `${text.slice(0, 200)} …` : text;
}

/** Of a folder: further names are made from it, and a file system takes 255 characters. */
const maxNameLength = 100;

/** Checks the name of a folder of records. Throws UserError. */
export function checkName(field: string, value: unknown): void {
  if (typeof value !== 'string' || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(value))
    throw new UserError(`${field} = ${shown(value)}: use kebab-case, for example "rq1-parameter-sharing"`);
  if (value.length > maxNameLength)
    throw new UserError(
      `${field} = ${shown(value)}: ${value.length} characters, more than the maximum of ${maxNameLength}`,
    );
}

interface WithVariants {
  readonly variants: object;
  readonly profiles?: Readonly<Record<string, { readonly variants?: object }>>;
}

/** The variants of all profiles. */
export const variantsOf = ({ variants, profiles = {} }: WithVariants): string[] => [
  ...new Set([variants, ...Object.values(profiles).map((profile) => profile.variants ?? {})].flatMap(Object.keys)),
];

/** Checks that it is an experiment, or one with the name of a variant in it. Throws UserError. */
export function checkStart(start: unknown): void {
  const isNamed = typeof start === 'object' && start !== null && 'experiment' in start;
  const { experiment, variant }: { experiment: unknown; variant?: unknown } = isNamed ? start : { experiment: start };
  const { name, base, variants } = (experiment ?? {}) as Partial<Record<string, unknown>>;
  if (typeof name !== 'string' || base === undefined || variants === undefined)
    throw new UserError(`startsFrom = ${shown(start)}: give an experiment, or { experiment, variant }`);
  if (!isNamed) return;
  checkFields('startsFrom', start, ['experiment', 'variant']);
  const known = variantsOf(experiment as WithVariants);
  if (typeof variant !== 'string')
    throw new UserError(`startsFrom.variant = ${shown(variant)}: name a variant of "${name}"`);
  if (!known.includes(variant)) throw unknownName(`variant of "${name}" in startsFrom:`, variant, known);
}

/** Checks that a list of an experiment holds specs of its slot. Throws UserError. */
export function checkSpecs(where: string, slot: string, list: unknown = []): void {
  if (!Array.isArray(list)) throw new UserError(`${where} = ${shown(list)}: give a list, [ … ]`);
  for (const item of list) checkSpec(where, slot, item);
}

/** Checks that a list holds components: what defineComponent returns. Throws UserError. */
export function checkComponents(where: string, list: unknown = []): void {
  if (!Array.isArray(list)) throw new UserError(`${where} = ${shown(list)}: give a list, [ … ]`);
  const bad = list.findIndex((one: unknown) => typeof one !== 'function' || !('slot' in one) || !('type' in one));
  if (bad >= 0)
    throw new UserError(`${where}[${bad}] = ${shown(list[bad])}: not a component; give what defineComponent returns`);
}

/** Checks that a list holds modules of inversify. Throws UserError: a file that is not type-checked may hold anything. */
export function checkModules(where: string, list: unknown = []): void {
  if (!Array.isArray(list)) throw new UserError(`${where} = ${shown(list)}: give a list, [ … ]`);
  const bad = list.findIndex((one: unknown) => typeof (one as { load?: unknown } | null)?.load !== 'function');
  if (bad >= 0)
    throw new UserError(`${where}[${bad}] = ${shown(list[bad])}: not a module; give new ContainerModule(…)`);
}

/** Checks that every slot is known and holds specs of that slot. Throws UserError naming the slot and similar names. */
export function checkChange(where: string, change: Change): void {
  checkObject(where, change);
  for (const [name, value] of Object.entries(change) as [SlotName, unknown][]) {
    if (!Object.hasOwn(runSlots, name)) throw unknownName(`slot of ${where}:`, name, Object.keys(runSlots));
    if (Array.isArray(value) !== runSlots[name].many)
      throw new UserError(`${where}: ${name} takes ${runSlots[name].many ? 'a list of components' : 'one component'}`);
    for (const item of [value].flat()) checkSpec(`${where}: ${name}`, name, item);
  }
  checkEvaluatorNames(where, change.evaluators ?? []);
}

/** Scores are stored under the evaluator's name: its option `name` if it has one, otherwise its type. */
function checkEvaluatorNames(where: string, evaluators: readonly Spec[]): void {
  const names = evaluators.map(({ type, options: { name } }) => (typeof name === 'string' ? name : type));
  const second = names.findIndex((name, i) => names.indexOf(name) !== i);
  if (second < 0) return;
  const [one, other] = [evaluators[names.indexOf(names[second]!)]!, evaluators[second]!].map(
    ({ type, options }) => `${type}(${JSON.stringify(options)})`,
  );
  throw new UserError(
    `${where}: evaluators ${one} and ${other} would write the same scores "${names[second]}/…": merge them into one or drop one`,
  );
}

/** Slots that a run may leave empty. */
const optional: ReadonlySet<string> = new Set<SlotName>([
  'captionAugmentation',
  'probes',
  'head',
  'embeddingHead',
  'maps',
]);

/** Like `checkChange`; also checks that every slot without a default is filled. */
export function checkBase(where: string, base: Change): void {
  checkObject(where, base);
  checkChange(where, base);
  const given = { ...defaultConfig(), ...base };
  const missing = Object.keys(runSlots).find((name) => !optional.has(name) && !Object.hasOwn(given, name));
  if (missing !== undefined) throw new UserError(`${where}: ${missing} is missing: name a component`);
}

function checkSpec(where: string, name: string, item: unknown): void {
  const { slot, type } = (item ?? {}) as Partial<Spec>;
  if (typeof item === 'function') throw new UserError(`${where}: call the component: ${type ?? item.name} with ( )`);
  if (typeof slot !== 'string' || typeof type !== 'string')
    throw new UserError(`${where} = ${shown(item)}: not a component`);
  if (slot !== name) throw new UserError(`${where}: "${type}" is a component of slot "${slot}"`);
}

/** Checks that seeds are different whole numbers from 0, at least one. Throws UserError. */
export function checkSeeds(where: string, seeds: readonly number[]): void {
  const given: unknown = seeds;
  if (!Array.isArray(given))
    throw new UserError(`${where}: seeds = ${JSON.stringify(seeds)}: give a list, for example range(3)`);
  if (seeds.length === 0) throw new UserError(`${where}: seeds = []: give at least one`);
  const bad = seeds.findIndex((seed, i) => !Number.isSafeInteger(seed) || seed < 0 || seeds.indexOf(seed) !== i);
  if (bad >= 0) throw new UserError(`${where}: seed ${String(seeds[bad])}: seeds are different whole numbers from 0`);
}
