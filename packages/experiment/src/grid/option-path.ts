import { parseOptions, unknownName, type JsonObject, type Spec } from '@alignclip/core';
import { z } from 'zod';
import type { Registry } from '../registry';

/** The spec with one option changed; `keys` lead into nested options. Throws UserError naming the near misses. */
export function withOption<Name extends string>(
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
  // What is no plain object (a union, a record) is judged when the options are parsed.
  if (key === undefined || !(object instanceof z.ZodObject)) return;
  const shape = object.shape as Record<string, unknown>;
  if (!Object.hasOwn(shape, key)) throw unknownName(`option of ${where}:`, key, Object.keys(shape));
  checkKeys(shape[key], rest, `${where}.${key}`);
}

/** Without what makes an option optional. */
function unwrapped(schema: unknown): unknown {
  const optional =
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable;
  return optional ? unwrapped(schema.unwrap()) : schema;
}
