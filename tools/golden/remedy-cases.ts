import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError, type Matrix } from '@alignclip/core';
import { readSafetensors, requireTensor, type SafetensorsFile, type StoredTensor } from '@alignclip/formats';
import { z } from 'zod';

const numbers = z.array(z.number());
const value = z.union([z.number(), numbers, z.array(numbers), z.object({ tensor: z.string() }), z.boolean()]);
const schema = z.object({
  file: z.object({ name: z.string() }),
  cases: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      method: z.string(),
      form: z.string().optional(),
      inputs: z.record(z.string(), z.string()),
      options: z.record(z.string(), z.unknown()),
      expected: z.record(z.string(), value),
      noise: z.record(z.string(), z.number()).default({}),
      tolerance: z.object({ rtol: z.number(), atol: z.number() }),
    }),
  ),
});

export type RemedyEntry = z.output<typeof schema>['cases'][number];

/** One case of the sets of remedies, with its tensors. */
export class RemedyCase {
  constructor(
    readonly entry: RemedyEntry,
    private readonly file: SafetensorsFile,
  ) {}

  number(option: string): number {
    return z.number().parse(this.entry.options[option], { error: () => `${this.entry.name}: option "${option}"` });
  }

  flag(option: string): boolean {
    return z.boolean().parse(this.entry.options[option], { error: () => `${this.entry.name}: option "${option}"` });
  }

  text(option: string): string {
    return z.string().parse(this.entry.options[option], { error: () => `${this.entry.name}: option "${option}"` });
  }

  has(role: string): boolean {
    return Object.hasOwn(this.entry.inputs, role);
  }

  tensor(role: string): StoredTensor {
    const name = this.entry.inputs[role];
    if (name === undefined) throw new UserError(`${this.entry.name}: no input "${role}"`);
    return requireTensor(this.file, name);
  }

  matrix(role: string): Matrix {
    const { shape, data } = this.tensor(role);
    const [rows, columns] = shape as [number, number];
    return { rows, columns, values: data as Float32Array };
  }

  /** Numbers of an expected value, from the manifest or the file. */
  expected(key: string): ArrayLike<number> {
    const found = this.entry.expected[key]!;
    if (typeof found === 'number') return [found];
    if (typeof found === 'boolean') return [Number(found)];
    if (Array.isArray(found)) return found.flat();
    return requireTensor(this.file, found.tensor).data as ArrayLike<number>;
  }

  /** Whether integers are expected, which must be equal. */
  isWhole(key: string): boolean {
    const found = this.entry.expected[key]!;
    if (typeof found === 'object' && !Array.isArray(found))
      return requireTensor(this.file, found.tensor).dtype === 'I32';
    return this.entry.noise[key] === undefined && Array.from(this.expected(key)).every(Number.isInteger);
  }

  /** max(20 · noise, atol + rtol · max|want|) */
  tolerance(key: string): number {
    if (this.isWhole(key)) return 0;
    const { atol, rtol } = this.entry.tolerance;
    const most = Array.from(this.expected(key)).reduce((sum, one) => Math.max(sum, Math.abs(one)), 0);
    return Math.max(20 * (this.entry.noise[key] ?? 0), atol + rtol * most);
  }
}

/** What we compute for a case, by the names of its expected values. */
export type Computed = Readonly<Record<string, number | ArrayLike<number>>>;
export type Compute = (given: RemedyCase) => Computed;

export interface RemedySet {
  readonly file: string;
  readonly cases: readonly RemedyCase[];
}

export async function readRemedies(folder: string): Promise<RemedySet> {
  const { file, cases } = schema.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
  const tensors = await readSafetensors(join(folder, file.name));
  return { file: file.name, cases: cases.map((entry) => new RemedyCase(entry, tensors)) };
}
