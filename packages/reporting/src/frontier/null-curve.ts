/** A point of gap × task, turned so that a smaller gap and a greater score are better. */
export interface CurvePoint {
  readonly gap: number;
  readonly score: number;
}

/** One cell of a curve. */
export interface CurveCell extends CurvePoint {
  /** τ > 0 */
  readonly temperature: number;
}

/**
 * The greatest score on a path at a gap that is no larger than `gap`; between its points the path is straight. Undefined
 * where no point of the path has so small a gap. A path that turns back counts at every crossing.
 */
export function attainedScore(path: readonly CurvePoint[], gap: number): number | undefined {
  const reached = path.filter((point) => point.gap <= gap).map(({ score }) => score);
  const crossings = path.slice(1).flatMap((after, i) => crossing(path[i]!, after, gap) ?? []);
  const scores = [...reached, ...crossings];
  return scores.length === 0 ? undefined : Math.max(...scores);
}

function crossing(before: CurvePoint, after: CurvePoint, gap: number): number | undefined {
  if ((before.gap - gap) * (after.gap - gap) >= 0) return undefined;
  const share = (gap - before.gap) / (after.gap - before.gap);
  return before.score + share * (after.score - before.score);
}

/** The smallest gap on a path at a score that is no less than `score`; undefined where no point has so great a score. */
export function smallestGap(path: readonly CurvePoint[], score: number): number | undefined {
  const turned = path.map((point) => ({ gap: -point.score, score: -point.gap }));
  const found = attainedScore(turned, -score);
  return found === undefined ? undefined : -found;
}

/** Points of a parabola between two cells. */
const steps = 16;

/**
 * How much more the path may attain at `gap` than the straight one, as it is bent between its cells; at least 0. It is
 * twice what the parabolas in log τ through each three neighbouring cells attain more: their difference from the straight
 * line estimates its error, and is itself in error. `cells`: in the order of their temperatures, at least three.
 */
export function bendAllowance(cells: readonly CurveCell[], gap: number): number {
  const straight = attainedScore(cells, gap);
  if (straight === undefined) return 0;
  const bent = cells.slice(2).map((_, i) => attainedScore(parabola(cells.slice(i, i + 3)), gap) ?? straight);
  return 2 * Math.max(0, ...bent.map((score) => score - straight));
}

/** Points of the parabola through three cells, gap and score each over log τ. */
function parabola(cells: readonly CurveCell[]): CurvePoint[] {
  const times = cells.map(({ temperature }) => Math.log(temperature));
  return Array.from({ length: 2 * steps + 1 }, (_, i) => {
    const [from, to] = i < steps ? [times[0]!, times[1]!] : [times[1]!, times[2]!];
    const time = from + ((to - from) * (i % steps)) / steps;
    const weights = lagrange(times, i === 2 * steps ? times[2]! : time);
    const at = (value: (cell: CurveCell) => number) =>
      cells.reduce((sum, cell, k) => sum + weights[k]! * value(cell), 0);
    return { gap: at(({ gap }) => gap), score: at(({ score }) => score) };
  });
}

const lagrange = (times: readonly number[], time: number): number[] =>
  times.map((own, k) =>
    times.reduce((product, other, i) => (i === k ? product : (product * (time - other)) / (own - other)), 1),
  );
