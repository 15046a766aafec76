import { selectBackend } from '@alignclip/backend';
import { counted, messageOf } from '@alignclip/core';
import { evaluations } from './remedy-evaluations';
import { distillation } from './remedy-distillation';
import { heads } from './remedy-heads';
import { losses } from './remedy-losses';
import { maps } from './remedy-maps';
import { measures } from './remedy-measures';
import { temperatures } from './remedy-temperature';
import { readRemedies, type Compute, type Computed, type RemedyCase } from './remedy-cases';
import type { GoldenReport } from './report';

/** By kind and method. */
const computations: Readonly<Record<string, Compute>> = {
  ...measures,
  ...maps,
  ...evaluations,
  ...losses,
  ...distillation,
  ...temperatures,
  ...heads,
};

/** Compares every case that is computed here with its expected values, each of which must be there. */
export async function checkRemedies(folder: string): Promise<GoldenReport> {
  await selectBackend();
  const { file, cases } = await readRemedies(folder);
  const left = new Map<string, number>();
  const failures: string[] = [];
  let [checks, worst] = [0, 0];
  for (const given of cases) {
    const { kind, method, name } = given.entry;
    const compute = computations[`${kind}/${method}`];
    if (compute === undefined) {
      left.set(kind, (left.get(kind) ?? 0) + 1);
      continue;
    }
    for (const { key, ratio } of ratios(given, compute, failures)) {
      checks += given.expected(key).length;
      worst = Math.max(worst, ratio);
      if (!(ratio <= 1)) failures.push(`${name}, ${key}: error is ${ratio.toPrecision(3)} times the tolerance`);
    }
  }
  const kinds = [...left].map(([kind, count]) => `${kind} ${count}`).join(', ');
  const total = [...left.values()].reduce((sum, count) => sum + count, 0);
  return {
    file,
    checks,
    failures,
    worst,
    ...(total > 0 && { notYet: `${counted(total, 'case')} not yet (${kinds})` }),
  };
}

function ratios(given: RemedyCase, compute: Compute, failures: string[]): { key: string; ratio: number }[] {
  try {
    const computed = compute(given);
    return Object.keys(given.entry.expected).map((key) => ({ key, ratio: ratio(given, key, computed[key]) }));
  } catch (error) {
    failures.push(`${given.entry.name}: ${messageOf(error)}`);
    return [];
  }
}

function ratio(given: RemedyCase, key: string, got: Computed[string] | undefined): number {
  const want = given.expected(key);
  const values = typeof got === 'number' ? [got] : (got ?? []);
  if (values.length !== want.length) return Infinity;
  const allowed = given.tolerance(key);
  let worst = 0;
  for (let i = 0; i < want.length; i += 1) {
    if (Number.isNaN(want[i]!) && Number.isNaN(values[i]!)) continue;
    const error = Math.abs(values[i]! - want[i]!);
    worst = Math.max(worst, error === 0 ? 0 : error / allowed || Infinity);
  }
  return worst;
}
