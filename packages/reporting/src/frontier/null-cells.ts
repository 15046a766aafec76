import { counted, type RunRecord } from '@alignclip/core';
import { missingVariant } from '../comparison/baseline-tests';
import { isHarmless } from '../fairness/compare-setups';
import { configDifferences } from '../fairness/differences';
import { scoreOf, type VariantRuns } from '../records';
import type { FrontierOptions } from './options';

/** A variant with a fixed temperature: one point of the null's curve in each seed. */
export interface NullCell extends VariantRuns {
  /** τ > 0 */
  readonly temperature: number;
}

export interface NullCells {
  /** In the order of their temperatures. */
  readonly cells: readonly NullCell[];
  /** Why there is no curve: clauses that name what is wrong. */
  readonly problems: readonly string[];
  /** Sentences about cells that are left out. */
  readonly notes: readonly string[];
}

/** Fewer cells don't show how the curve bends. */
export const fewestCells = 3;

/**
 * The variants that are the null: those of `null`, or else those with a fixed temperature whose configuration differs from
 * that of `baseline` in `temperature` only. Cells that have the gap or the task in no seed are left out.
 */
export function nullCells(variants: readonly VariantRuns[], options: Omit<FrontierOptions, 'margin'>): NullCells {
  const { cells: all, problems } =
    options.null === undefined ? likeBaseline(variants, options) : named(variants, options.null);
  const cells = all.filter((cell) => cell.runs.some((run) => isMeasured(run, options)));
  const empty = all.filter((cell) => !cells.includes(cell)).map(({ variant }) => variant);
  const sorted = [...cells].sort((a, b) => a.temperature - b.temperature);
  const twice = sorted.filter((cell, i) => cell.temperature === sorted[i + 1]?.temperature);
  return {
    cells: sorted,
    problems: [
      ...problems,
      ...twice.map(
        ({ variant, temperature }) => `${variant} and another cell of the null have the temperature ${temperature}`,
      ),
      ...(problems.length === 0 && cells.length < fewestCells
        ? [`the null has ${counted(cells.length, 'temperature')}, and a curve needs at least ${fewestCells}`]
        : []),
    ],
    notes:
      empty.length === 0
        ? []
        : [`Left out of the null, without ${options.gap.name} or ${options.task.name}: ${empty.join(', ')}.`],
  };
}

const isMeasured = (run: RunRecord, { gap, task }: Pick<FrontierOptions, 'gap' | 'task'>): boolean =>
  scoreOf(run, gap.score) !== undefined && scoreOf(run, task.score) !== undefined;

type Found = Pick<NullCells, 'cells' | 'problems'>;

function likeBaseline(variants: readonly VariantRuns[], { baseline }: Pick<FrontierOptions, 'baseline'>): Found {
  const reference = variants.find(({ variant }) => baseline === undefined || variant === baseline);
  if (reference === undefined)
    return { cells: [], problems: baseline === undefined ? [] : [missingVariant('the baseline', baseline, variants)] };
  const cells = variants.flatMap((row) => (otherPaths(reference, row).length === 0 ? asCell(row) : []));
  const none = `no variant with a fixed temperature differs from ${reference.variant} in temperature only`;
  return { cells, problems: cells.length === 0 ? [none] : [] };
}

function named(variants: readonly VariantRuns[], names: readonly string[]): Found {
  const unique = [...new Set(names)];
  const rows = unique.map((name) => variants.find(({ variant }) => variant === name));
  const first = rows.find((row) => row !== undefined);
  const checked = unique.map((name, i) => {
    const [field, row] = [`null[${names.indexOf(name)}]`, rows[i]];
    if (row === undefined) return { cells: [], problem: missingVariant(`${field} =`, `"${name}"`, variants) };
    const cells = asCell(row);
    if (cells.length === 0)
      return { cells, problem: `${field} = "${name}" has no fixed temperature (fixed-logit-scale)` };
    const others = otherPaths(first!, row);
    const problem = `${field} = "${name}" differs from ${first!.variant} not in temperature only, but in ${others.join(', ')}`;
    return others.length === 0 ? { cells } : { cells, problem };
  });
  return {
    cells: checked.flatMap(({ cells }) => cells),
    problems: checked.flatMap(({ problem }) => problem ?? []),
  };
}

/** Where two variants differ besides the temperature, and besides what changes no result. */
function otherPaths(a: VariantRuns, b: VariantRuns): string[] {
  const paths = configDifferences(a.runs[0]!.config, b.runs[0]!.config).map(({ path }) => path);
  return paths.filter((path) => path.split('.')[0] !== 'temperature' && !isHarmless(path));
}

function asCell(row: VariantRuns): NullCell[] {
  const temperature = fixedTemperature(row.runs[0]!);
  return temperature === undefined ? [] : [{ ...row, temperature }];
}

/** τ of a run with `fixed-logit-scale`; undefined with another policy, or where the record lacks it. */
function fixedTemperature({ config: { temperature } }: RunRecord): number | undefined {
  if (temperature === undefined || Array.isArray(temperature) || temperature.type !== 'fixed-logit-scale')
    return undefined;
  const scale = temperature.options['value'];
  return typeof scale === 'number' && scale > 0 ? 1 / scale : undefined;
}
