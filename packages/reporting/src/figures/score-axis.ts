import type { JsonObject } from '@alignclip/core';

interface NamedScore {
  readonly name: string;
  readonly percent: boolean;
}

/** `R@10 image to text (%)` */
export const axisTitle = ({ name, percent }: NamedScore): string => (percent ? `${name} (%)` : name);

/** Labels of an axis or a legend: fractions times 100 where the title says %. */
export const labelsOf = ({ percent }: Pick<NamedScore, 'percent'>): JsonObject =>
  percent ? { labelExpr: "format(datum.value * 100, '~g')" } : { format: '~g' };

/** A quantitative axis with the unit in its title; fractions are labelled times 100. */
export const scoreAxis = (score: NamedScore): JsonObject => ({
  type: 'quantitative',
  title: axisTitle(score),
  scale: { zero: false, nice: true },
  axis: labelsOf(score),
});
