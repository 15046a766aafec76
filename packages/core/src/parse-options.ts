import { z } from 'zod';
import { nearestNames, UserError } from './errors';
import type { Json, JsonObject } from './json';

/** Validates options against a schema. Throws UserError listing every problem with its path, value and similar names. */
export function parseOptions(where: string, schema: z.ZodType, input: unknown): JsonObject {
  const result = schema.safeParse(input);
  if (result.success) return present(result.data as JsonObject);
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const problems = result.error.issues.map((issue) => describeIssue(issue, input, known));
  throw new UserError(`${where}: ${problems.join('; ')}`);
}

/** Without the options that are undefined: a spec is JSON. */
const present = (options: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => (value as Json | undefined) !== undefined));

function describeIssue(issue: z.core.$ZodIssue, input: unknown, known: readonly string[]): string {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `unknown option "${key}"${nearHint(key, known)}`).join('; ');
  }
  const value = issue.path.reduce<unknown>((inner, key) => (inner as Members)?.[key], input);
  const field = issue.path.length > 0 ? `option "${issue.path.join('.')}"` : 'options';
  if (value === undefined && issue.path.length > 0 && issue.code !== 'custom') return `${field} is missing`;
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value); // JSON has no NaN and no Infinity
  return `${field} = ${text}: ${issue.message}`;
}

type Members = Readonly<Record<PropertyKey, unknown>> | null | undefined;

function nearHint(key: string, known: readonly string[]): string {
  const near = nearestNames(key, known);
  if (near.length > 0) return `; did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`;
  return known.length > 0 ? ` (known: ${known.join(', ')})` : ' (this component has no options)';
}
