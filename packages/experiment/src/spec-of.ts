import { parseOptions, type Spec, UserError } from '@alignclip/core';
import { z } from 'zod';
import type { Registry } from './registry';

const specSchema = z.strictObject({ type: z.string(), options: z.record(z.string(), z.json()).default({}) });

/** From "gap" or '{"type":"gap","options":{…}}'. Throws UserError naming the near misses. */
export function specOf<Name extends string>(registry: Registry, slot: Name, text: string): Spec<Name> {
  const { type, options } = text.trimStart().startsWith('{') ? parseSpec(text) : { type: text, options: {} };
  const component = registry.find({ slot, type, options: {} });
  return { slot, type, options: parseOptions(`${slot}/${type}`, component.options, options) };
}

function parseSpec(text: string): z.output<typeof specSchema> {
  try {
    return specSchema.parse(JSON.parse(text));
  } catch {
    throw new UserError(`${text}: not a component; write its type, or {"type":"…","options":{…}}`);
  }
}
