import type { RunRecord } from '@alignclip/core';
import type { VariantRuns } from '../records';

type Fit = NonNullable<RunRecord['maps']>[number];

const fitsOf = ({ runs }: VariantRuns): readonly Fit[] => runs[0]?.maps ?? [];

/** What is unfair about the maps of a variant: one was fitted on a split that its scores are of. */
export const fittedOnScored = (row: VariantRuns): string[] =>
  fitsOf(row)
    .filter(({ fitOn, scoredOn }) => scoredOn.includes(fitOn))
    .map(({ type, fitOn }) => `being fitted on what is scored (map ${type}, split "${fitOn}")`);

/** Sentences about variants whose numbers come from seeing all scored items at once, or are none of what their map is for. */
export function mapNotes(variants: readonly VariantRuns[]): string[] {
  const seeing = variants.flatMap((row) =>
    fitsOf(row)
      .filter(({ transductive }) => transductive)
      .map(({ type }) => `${row.variant} (${type})`),
  );
  const within = variants.flatMap((row) =>
    fitsOf(row).flatMap(({ type, withinModality }) => (withinModality ? [`${row.variant} (${type})`] : [])),
  );
  return [
    ...(seeing.length > 0
      ? [`Transductive, because what happens to an item depends on the others that are scored: ${seeing.join(', ')}.`]
      : []),
    ...(within.length > 0
      ? [
          `Made for search within a modality, so that numbers across modalities show nothing of it: ${within.join(', ')}.`,
        ]
      : []),
  ];
}
