import { z } from 'zod';
import { optionRows } from './option-rows';

const only = (schema: z.ZodType) => optionRows(z.strictObject({ option: schema }))[0]!;

describe('optionRows', () => {
  it('gives name, meaning, values and default of each option, in the order of the schema', () => {
    const schema = z.strictObject({
      weight: z.number().min(0).default(1).describe('weight w of the term'),
      temperature: z.number().positive().optional().describe('fixed τ'),
      folder: z.string().describe('where the files are'),
    });
    expect(optionRows(schema)).toEqual([
      { name: 'weight', meaning: 'weight w of the term', values: 'number ≥ 0', default: '1', required: false },
      { name: 'temperature', meaning: 'fixed τ', values: 'number > 0', required: false },
      { name: 'folder', meaning: 'where the files are', values: 'text', required: true },
    ]);
  });

  it('has an empty meaning where none was described', () => {
    expect(only(z.boolean().default(false)).meaning).toBe('');
  });

  it.each([
    [z.int(), 'whole number'],
    [z.int().positive(), 'whole number ≥ 1'],
    [z.int().min(8).max(512), 'whole number from 8 to 512'],
    [z.number().min(0).max(1), 'number from 0 to 1'],
    [z.number().min(0).lt(1), 'number ≥ 0 and < 1'],
    [z.boolean(), 'true or false'],
    [
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('a') }),
        z.strictObject({ type: z.literal('b') }),
      ]),
      'object',
    ],
    [z.literal('all'), "'all'"],
    [z.enum(['image', 'text']), "'image' or 'text'"],
    [z.enum(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']), "one of 10: 'a', 'b', 'c', …"],
    [z.array(z.string()), 'list of texts'],
    [z.array(z.enum(['a', 'b'])), "list of ('a' or 'b')"],
    [z.tuple([z.number().positive(), z.int()]), '[number > 0, whole number]'],
    [z.union([z.string(), z.array(z.string())]), 'text or list of texts'],
    [z.record(z.string(), z.union([z.string(), z.int()])), 'map from names to (text or whole number)'],
    [z.custom<object>(), 'any'],
  ])('describes the values: %#', (schema, values) => {
    expect(only(schema).values).toBe(values);
  });

  it.each([
    [z.string().default('test'), "'test'"],
    [z.number().default(4 / 3), '1.333'],
    [z.array(z.string()).default([]), '[]'],
    [z.strictObject({ from: z.int() }).default({ from: 0 }), '{ from: 0 }'],
    [z.array(z.string()).default(Array.from({ length: 20 }, () => 'a photo of a {}.')), /^\[('.*', ){4}… 16 more\]$/],
  ])('writes a default as an experiment file does: %#', (schema, expected) => {
    expect(only(schema).default).toMatch(expected);
  });

  it('leaves a default to the meaning that says it, for one that depends on the machine', () => {
    const option = only(z.int().default(8).describe('jobs at once (default: number of cores)'));
    expect([option.default, option.required]).toEqual([undefined, false]);
  });

  it('lists the options of inner objects by path', () => {
    const inner = z.strictObject({ name: z.string().describe('its name') });
    const schema = z.strictObject({
      one: inner.describe('one'),
      list: z.array(inner).describe('several'),
      map: z.record(z.string(), inner).describe('by name'),
      either: z.union([z.string(), inner]).describe('a name, or more'),
    });
    const names = optionRows(schema).map(({ name, meaning }) => `${name}: ${meaning}`);
    expect(names).toEqual([
      'one: one',
      'one.name: its name',
      'list: several',
      'list[].name: its name',
      'map: by name',
      'map.*.name: its name',
      'either: a name, or more',
      'either.name: its name',
    ]);
  });

  it('has no rows for a component without options', () => {
    expect(optionRows(z.strictObject({}))).toEqual([]);
  });
});
