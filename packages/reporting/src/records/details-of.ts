import type { Json, RunRecord } from '@alignclip/core';
import type { z } from 'zod';

/** What stands at that place in the details, where it is what the schema says; records may be old or made by hand. */
export function detailsOf<Schema extends z.ZodType>(
  record: RunRecord,
  path: readonly string[],
  schema: Schema,
): z.output<Schema> | undefined {
  const found = path.reduce<Json | undefined>(
    (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    record.details as Json,
  );
  const parsed = schema.safeParse(found);
  return parsed.success ? parsed.data : undefined;
}

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
