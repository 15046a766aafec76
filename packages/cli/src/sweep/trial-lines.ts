import { counted, settingTexts } from '@alignclip/core';
import type { PlannedCell, SweepPlan } from '@alignclip/experiment';

/** `  tune      12 trials, 3 finished, 9 to run first` */
export function trialCount(trials: readonly PlannedCell[]): string {
  const finished = trials.filter(({ record }) => record).length;
  return `  tune      ${counted(trials.length, 'trial')}, ${finished} finished, ${trials.length - finished} to run first`;
}

/** What trials chose: `  tuned     AlignCLIP: losses.intraModalitySeparation.weight = 0.5`. */
export const choiceLines = ({ cells }: Pick<SweepPlan, 'cells'>): string[] => [
  ...new Set(
    cells.flatMap(({ variant, tuning }) => {
      const values = settingTexts(tuning?.chosen);
      return values.length === 0 ? [] : [`  tuned     ${variant}: ${values.join(', ')}`];
    }),
  ),
];
