import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '@alignclip/core';
import { readSafetensors, requireTensor, toFloat32, type SafetensorsFile, type StoredTensor } from '@alignclip/formats';
import { z } from 'zod';
import type { GoldenReport } from './report';

const entry = z.looseObject({
  bytes: z.int(),
  sha256: z.string(),
  tensors: z.record(z.string(), z.looseObject({ noise: z.number().optional() })).default({}),
});
const severalFiles = z.looseObject({ set: z.string(), files: z.record(z.string(), entry) });
/** The sets of remedies describe their one file in `file`, and its tensors in `cases`. */
const oneFile = z
  .object({ set: z.string(), file: z.object({ name: z.string(), bytes: z.int(), sha256: z.string() }) })
  .transform(({ set, file: { name, ...rest } }) => ({ set, files: { [name]: entry.parse(rest) } }));

/** What the manifest says about one file; `tensors` holds each tensor's float32 floor, `noise`. */
export type GoldenEntry = z.infer<typeof entry>;
export type GoldenManifest = z.infer<typeof severalFiles>;

/** The manifest of a golden folder. */
export async function readManifest(folder: string): Promise<GoldenManifest> {
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as object;
  return 'file' in manifest ? oneFile.parse(manifest) : severalFiles.parse(manifest);
}

/**
 * The error that the manifest suggests to allow: max(20 · noise, 10⁻⁶ + 10⁻⁵ · max|want|). For the difference of larger
 * numbers `magnitude` is their size: it limits how exact the difference can be.
 */
export function tolerance(want: ArrayLike<number>, noise: number, magnitude = 0): number {
  let largest = magnitude;
  for (let i = 0; i < want.length; i++) largest = Math.max(largest, Math.abs(want[i]!));
  return Math.max(20 * noise, 1e-6 + 1e-5 * largest);
}

/** Largest error over `tolerance`; Infinity where lengths differ or a number isn't one. */
export function worstRatio(got: ArrayLike<number>, want: ArrayLike<number>, noise: number, magnitude?: number): number {
  if (got.length !== want.length) return Infinity;
  const allowed = tolerance(want, noise, magnitude);
  let worst = 0;
  for (let i = 0; i < want.length; i++) {
    const ratio = Math.abs(got[i]! - want[i]!) / allowed;
    worst = Number.isNaN(ratio) ? Infinity : Math.max(worst, ratio);
  }
  return worst;
}

/**
 * Root mean square error over 2 · noise + 2⁻²³ · max|want|; Infinity where lengths differ or a number isn't one.
 *
 * Both float32 runs are about `noise`, the official one's largest distance from float64, away from the true weights, and
 * they store them to half a unit of the last place. So rounding stays far below 1, while a wrong ε, β or decay moves
 * every weight of a tensor and not only the one with the largest error.
 */
export function weightsRatio(got: ArrayLike<number>, want: ArrayLike<number>, noise: number): number {
  if (got.length !== want.length) return Infinity;
  let [squares, largest] = [0, 0];
  for (let i = 0; i < want.length; i++) {
    squares += (got[i]! - want[i]!) ** 2;
    largest = Math.max(largest, Math.abs(want[i]!));
  }
  const error = Math.sqrt(squares / want.length);
  return error === 0 ? 0 : Number.isNaN(error) ? Infinity : error / (2 * noise + 2 ** -23 * largest);
}

/** Compares the tensors of one golden file with ours; a tensor that nobody reads is a failure. */
export class TensorChecks {
  readonly failures: string[] = [];
  private readonly unread: Set<string>;
  private checks = 0;
  private worst = 0;

  private constructor(
    readonly file: string,
    readonly entry: GoldenEntry,
    private readonly golden: SafetensorsFile,
  ) {
    this.unread = new Set(golden.tensors.keys());
    for (const name of Object.keys(entry.tensors)) {
      if (!golden.tensors.has(name)) this.failures.push(`${name}: in the manifest, not in the file`);
    }
  }

  static async open(folder: string, file: string): Promise<TensorChecks> {
    const { files } = await readManifest(folder);
    const found = files[file];
    if (found === undefined) throw new UserError(`${file} is not in the manifest of ${folder}`);
    return new TensorChecks(file, found, await readSafetensors(join(folder, file)));
  }

  get names(): string[] {
    return [...this.golden.tensors.keys()];
  }

  has(name: string): boolean {
    return this.golden.tensors.has(name);
  }

  /** A tensor that the check takes as given. */
  input(name: string): StoredTensor {
    this.unread.delete(name);
    return requireTensor(this.golden, name);
  }

  noise(name: string): number {
    return this.entry.tensors[name]?.noise ?? 0;
  }

  /** Compares a whole tensor of the file; `noise` defaults to the manifest's. */
  compare(name: string, got: ArrayLike<number>, noise = this.noise(name)): void {
    this.unread.delete(name);
    this.compareNumbers(name, got, toFloat32(requireTensor(this.golden, name)), noise);
  }

  /** Compares numbers of another source, for example the manifest. */
  compareNumbers(what: string, got: ArrayLike<number>, want: ArrayLike<number>, noise: number): void {
    this.checks += want.length;
    this.judge(`${what}: error`, worstRatio(got, want, noise));
  }

  /** Compares trained weights one by one and, more strictly, as a whole. */
  compareWeights(what: string, got: ArrayLike<number>, want: ArrayLike<number>, noise: number): void {
    this.compareNumbers(what, got, want, noise);
    this.judge(`${what}: root mean square error`, weightsRatio(got, want, noise));
  }

  private judge(error: string, ratio: number): void {
    this.worst = Math.max(this.worst, ratio);
    if (ratio > 1) this.failures.push(`${error} is ${ratio.toPrecision(3)} times the tolerance`);
  }

  report(): GoldenReport {
    const failures = [...this.failures, ...Array.from(this.unread, (name) => `${name}: nothing reads it`)];
    return { file: this.file, checks: this.checks, failures, worst: this.worst };
  }
}
