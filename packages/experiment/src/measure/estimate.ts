import type { PlannedCell } from '../plan-sweep';
import type { MeasuredCells } from './measure-cells';
import type { Measurement } from './measurement';

/** What is left of a sweep, by measured steps. */
export interface Estimate {
  /** Training and starting of all cells, as many at once as given; evaluation is not in it. */
  readonly seconds: number;
  /** Bytes of the cells that may run at once; absent where the system doesn't tell. */
  readonly peakMemory?: number;
}

/** From measured cells; takes the sweep to keep all its places busy, and no less time than its longest cell. */
export function estimate(measured: readonly MeasuredCells[], atOnce: number): Estimate {
  const cells = measured.flatMap(({ cells: same, measurement }) => same.map((cell) => secondsOf(cell, measurement)));
  const places = Math.max(1, Math.min(atOnce, cells.length));
  const total = cells.reduce((sum, seconds) => sum + seconds, 0);
  const peaks = measured.flatMap(({ cells: same, measurement }) => same.map(() => measurement.peakMemory));
  const known = peaks.filter((peak) => peak !== undefined).sort((a, b) => b - a);
  return {
    seconds: Math.max(total / places, ...cells),
    ...(known.length > 0 && { peakMemory: known.slice(0, places).reduce((sum, peak) => sum + peak, 0) }),
  };
}

function secondsOf({ config, trainedSteps }: PlannedCell, { startSeconds, stepSeconds }: Measurement): number {
  const { steps = 0 } = config.trainer.options as { steps?: number };
  return startSeconds + Math.max(0, steps - trainedSteps) * stepSeconds;
}
