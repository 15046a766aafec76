import { estimate, type MeasuredCells } from '@alignclip/experiment';
import { duration } from '../progress/step-rate';

/** What measured steps say of the time and memory that the rest of a sweep will take. */
export function printEstimate(measured: readonly MeasuredCells[], atOnce: number): void {
  const count = measured.reduce((sum, { cells }) => sum + cells.length, 0);
  const places = Math.min(atOnce, count);
  console.log(`measured, ${places} at once:`);
  for (const group of measured) console.log(`  ${groupLine(group)}`);
  const { seconds, peakMemory } = estimate(measured, atOnce);
  const memory = peakMemory === undefined ? '' : `, ${megabytes(peakMemory)} at most`;
  console.log(
    `estimate for ${count} ${count === 1 ? 'cell' : 'cells'}: ${duration(seconds)}${memory}; evaluation and preparing data are not counted`,
  );
}

function groupLine({ cells, measurement: { startSeconds, stepSeconds, peakMemory } }: MeasuredCells): string {
  const others = cells.length === 1 ? '' : ` and ${cells.length - 1} more`;
  const parts = [
    `${(1 / stepSeconds).toPrecision(3)} steps/s`,
    `${startSeconds.toFixed(1)} s to start`,
    ...(peakMemory === undefined ? [] : [megabytes(peakMemory)]),
  ];
  return `${cells[0]!.id}${others}: ${parts.join(', ')}`;
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20).toLocaleString('en')} MB`;
