import { beyond, type Drift, drifts } from './drift';
import type { TwinCase } from './cases';
import type { Sides } from './train-both';

/** One arm of a case. */
export interface Row {
  readonly variant: string;
  readonly arm: string;
  readonly steps: number;
  readonly drifts: readonly Drift[];
}

export const rowsOf = ({ variant, steps, arms }: TwinCase, { ours, theirs }: Sides): Row[] =>
  arms.map((arm) => ({
    ...{ variant, steps, arm: arm.name },
    drifts: drifts(ours[arm.name]!, theirs[arm.theirs]!, theirs['float64']!),
  }));

const columns = ['variant', 'ours in', 'steps', 'loss L', 'PyTorch', 'logit scale', 'PyTorch', 'weights', 'PyTorch'];
export const headings: readonly string[] = [...columns, 'recalls that differ', 'PyTorch', 'largest share of its limit'];

/** Distances from the float64 training, ours and PyTorch's side by side. */
export function cellsOf({ variant, arm, steps, drifts: all }: Row): string[] {
  const pair = (name: string): string[] => {
    const found = all.find(({ what }) => what === name);
    return found ? [short(found.ours), short(found.theirs)] : ['', ''];
  };
  const recalls = all.filter(({ what }) => what.startsWith('retrieval/'));
  const differing = (of: (drift: Drift) => number) =>
    recalls.length === 0 ? '' : `${recalls.filter((one) => of(one) > 0).length} of ${recalls.length}`;
  const [worst] = [...all].sort((a, b) => shareOf(b) - shareOf(a));
  return [
    ...[variant, arm, String(steps), ...pair('L'), ...pair('logit scale'), ...pair('weights')],
    ...[differing((one) => one.ours), differing((one) => one.theirs)],
    `${shareOf(worst!).toFixed(2)} (${worst!.what})`,
  ];
}

const shareOf = ({ ours, limit }: Drift): number => (ours === 0 ? 0 : ours / limit);

const short = (value: number): string => (value === 0 ? '0' : value.toExponential(1).replace('-', '−'));

/** What is wrong, a line each. */
export const failuresOf = ({ variant, arm, drifts: all }: Row): string[] =>
  beyond(all).map(
    ({ what, ours, theirs, limit }) =>
      `${variant}, ${arm}: ${what} is ${short(ours)} from float64, PyTorch ${short(theirs)}, limit ${short(limit)}`,
  );

export function markdown(rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(headings),
    line(headings.map((_, i) => (i < 2 ? '---' : '---:'))),
    ...rows.map((row) => line(cellsOf(row))),
  ].join('\n');
}
