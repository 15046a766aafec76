import type { Json } from '@alignclip/core';
import { worstRatio } from './compare';
import type { GoldenReport } from './report';

/** Numbers of a golden JSON file by path; remembers which were compared, so that none is passed over. */
export class MetricsLedger {
  readonly #open: Map<string, number>;
  readonly #failures: string[] = [];
  #checks = 0;
  #worst = 0;

  constructor(values: Json) {
    this.#open = new Map(flatten(values, ''));
  }

  /** The names directly under a path: data set names, k's, shifts. */
  childrenOf(path: string): string[] {
    const under = [...this.#open.keys()].filter((key) => key.startsWith(`${path}/`));
    return [...new Set(under.map((key) => key.slice(path.length + 1).split('/')[0]!))];
  }

  /** The number at a path that wasn't compared yet; NaN where there is none. */
  valueOf(path: string): number {
    return this.#open.get(path) ?? NaN;
  }

  /** A number that the check takes as given: it's used, so it's off the list. */
  input(path: string): number {
    const value = this.valueOf(path);
    if (!this.#open.delete(path)) this.#failures.push(`${path}: not in the file`);
    return value;
  }

  /**
   * Compares the number at a path of the JSON file and takes it off the list. `magnitude`: see `tolerance`.
   */
  check(path: string, got: number, magnitude = 0): void {
    const want = this.#open.get(path);
    if (want === undefined) this.#failures.push(`${path}: not in the file, or compared twice`);
    else this.compare(path, [got], [want], { magnitude });
    this.#open.delete(path);
  }

  /** Compares numbers of any source under the manifest's tolerance. */
  compare(name: string, got: ArrayLike<number>, want: ArrayLike<number>, { noise = 0, magnitude = 0 } = {}): void {
    if (got.length !== want.length) {
      this.#failures.push(`${name}: ${got.length} numbers, expected ${want.length}`);
      return;
    }
    const worst = worstRatio(got, want, noise, magnitude);
    this.#checks += want.length;
    this.#worst = Math.max(this.#worst, worst);
    if (worst > 1) this.#failures.push(`${name}: error is ${worst.toPrecision(3)} times the tolerance`);
  }

  report(file: string): GoldenReport {
    const missed = [...this.#open.keys()].map((path) => `${path}: nothing compares it`);
    return { file, checks: this.#checks, failures: [...this.#failures, ...missed], worst: this.#worst };
  }
}

function flatten(value: Json, path: string): [string, number][] {
  if (typeof value === 'number') return [[path, value]];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, path === '' ? key : `${path}/${key}`));
}
