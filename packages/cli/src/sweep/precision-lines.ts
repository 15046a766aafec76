import { bfloat16Form } from '@alignclip/backend';
import { counted } from '@alignclip/core';
import type { PlannedCell } from '@alignclip/experiment';

/** One line where this machine trains in bfloat16 more slowly than in float32. */
export function precisionLines(cells: readonly PlannedCell[]): string[] {
  const asking = cells.filter(
    ({ record, config }) => !record && config.trainer.options['precision'] === 'bfloat16',
  ).length;
  if (asking === 0 || bfloat16Form() !== 'composed') return [];
  return [
    `${counted(asking, 'cell')} in bfloat16, which this machine composes of float32 operations: slower than float32, ` +
      'with the same rounding',
  ];
}
