import { nearestNames, parseOptions, unknownName, UserError, type Spec, type JsonObject } from '@alignclip/core';
import { z } from 'zod';
import type { Registry } from './registry';
import { runSlots, type RunConfig, type SlotName } from './run-config';

/**
 * New values by path. A path is a slot and an option, `temperature.start`; in a list slot the component's camelCase
 * type stands between the two, `losses.intraModalitySeparation.weight`. A slot alone takes a whole component.
 */
export type Overrides = Readonly<Record<string, unknown>>;

/** The configuration with one value changed. Throws UserError with path, value and similar names. */
export function override(config: RunConfig, path: string, value: unknown, registry: Registry): RunConfig {
  const [slot, ...keys] = slotOf(path);
  if (keys.length === 0) return { ...config, [slot]: wholeSlot(slot, value, registry) };
  if (!runSlots[slot].many) {
    const spec = config[slot] as Spec;
    return { ...config, [slot]: withOption(spec, keys, value, slot, registry) };
  }
  const list = (config[slot] ?? []) as readonly Spec[];
  const [name, ...option] = keys as [string, ...string[]];
  const index = indexIn(list, slot, name);
  if (option.length === 0)
    throw new UserError(`${path}: name one of its options, or give the whole of ${slot}: a list of components`);
  const changed = withOption(list[index]!, option, value, `${slot}.${name}`, registry);
  return { ...config, [slot]: list.map((spec, i) => (i === index ? changed : spec)) };
}

/** The configuration with all values changed, in their order. Throws UserError. */
export const overrideAll = (config: RunConfig, values: Overrides, registry: Registry): RunConfig =>
  Object.entries(values).reduce((inner, [path, value]) => override(inner, path, value, registry), config);

/** Whether the path exists: false only if it names a component that the list doesn't hold. */
export function isInConfig(config: RunConfig, path: string): boolean {
  const [slot, name] = slotOf(path);
  if (name === undefined || !runSlots[slot].many) return true;
  return ((config[slot] ?? []) as readonly Spec[]).some(({ type }) => camelCase(type) === name);
}

function slotOf(path: string): [SlotName, ...string[]] {
  const [slot, ...keys] = path.split('.') as [string, ...string[]];
  if (!Object.hasOwn(runSlots, slot)) throw unknownName(`slot of "${path}":`, slot, Object.keys(runSlots));
  return [slot as SlotName, ...keys];
}

function indexIn(list: readonly Spec[], slot: string, name: string): number {
  const names = list.map(({ type }) => camelCase(type));
  const index = names.indexOf(name);
  if (index < 0) {
    const near = nearestNames(name, names).map((other) => `"${other}"`);
    const hint = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '.';
    throw new UserError(`${slot} has no "${name}" here${hint} Known: ${names.join(', ') || 'none'}`);
  }
  if (names.indexOf(name, index + 1) >= 0)
    throw new UserError(`${slot} has "${name}" more than once: give the whole of ${slot}: a list of components`);
  return index;
}

function wholeSlot(slot: SlotName, value: unknown, registry: Registry): Spec | Spec[] {
  if (!runSlots[slot].many) return specOf(slot, value, registry);
  if (!Array.isArray(value))
    throw new UserError(`${slot} = ${JSON.stringify(value)}: takes a list, for example ["${example(slot, registry)}"]`);
  return value.map((one) => specOf(slot, one, registry));
}

const specSchema = z.strictObject({
  slot: z.string().optional(),
  type: z.string(),
  options: z.record(z.string(), z.json()).default({}),
});

/** From a spec, a type, or { type, options }. */
function specOf(slot: SlotName, value: unknown, registry: Registry): Spec {
  const parsed = specSchema.safeParse(typeof value === 'string' ? { type: value } : value);
  if (!parsed.success || (parsed.data.slot ?? slot) !== slot)
    throw new UserError(`${slot} = ${JSON.stringify(value)}: not a component of slot "${slot}"`);
  const type = kebabCase(parsed.data.type);
  const { options } = registry.find({ slot, type, options: {} });
  return { slot, type, options: parseOptions(`${slot}/${type}`, options, parsed.data.options) };
}

const example = (wanted: string, registry: Registry): string =>
  camelCase(registry.components.find(({ slot }) => slot.name === wanted)?.type ?? '…');

/** The spec with one option changed; `keys` is the path into nested options. Throws UserError naming similar names. */
function withOption<Name extends string>(
  spec: Spec<Name>,
  keys: readonly string[],
  value: unknown,
  where: string,
  registry: Registry,
): Spec<Name> {
  const { options } = registry.find(spec);
  checkKeys(options, keys, where);
  return { ...spec, options: parseOptions(where, options, changed(spec.options, keys, value)) };
}

function changed(options: JsonObject, [key, ...rest]: readonly string[], value: unknown): Record<string, unknown> {
  if (rest.length === 0) return { ...options, [key!]: value };
  const inner = options[key!];
  const nested = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as JsonObject) : {};
  return { ...options, [key!]: changed(nested, rest, value) };
}

function checkKeys(schema: unknown, [key, ...rest]: readonly string[], where: string): void {
  const object = unwrapped(schema);
  // What is not a plain object (a union, a record) is checked when the options are parsed.
  if (key === undefined || !(object instanceof z.ZodObject)) return;
  const shape = object.shape as Record<string, unknown>;
  if (!Object.hasOwn(shape, key)) throw unknownName(`option of ${where}:`, key, Object.keys(shape));
  checkKeys(shape[key], rest, `${where}.${key}`);
}

/** The schema inside optional, nullable and default. */
function unwrapped(schema: unknown): unknown {
  const optional =
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable;
  return optional ? unwrapped(schema.unwrap()) : schema;
}

/** The name of a component in paths: `intra-modality-separation` is `intraModalitySeparation`, as in an experiment file. */
export const camelCase = (type: string): string =>
  type.replace(/-([a-z0-9])/g, (_, next: string) => next.toUpperCase());

/** The inverse; a type is returned unchanged. */
export const kebabCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
