import type { JsonObject } from '@alignclip/core';
import { variantStyles, type VariantStyle } from './variant-styles';

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

/** Encodings of the field `variant`; one legend for all that a figure uses. */
export interface VariantChannels {
  readonly color: JsonObject;
  readonly strokeDash: JsonObject;
  readonly shape: JsonObject;
}

/** `mark`: what the legend shows, a symbol or a piece of line. */
export function variantChannels(names: readonly string[], mark: 'symbol' | 'line'): VariantChannels {
  const styles = variantStyles(names);
  const channel = (key: keyof VariantStyle): JsonObject => ({
    field: 'variant',
    type: 'nominal',
    title: null,
    scale: { domain: names, range: names.map((name) => rangeOf(styles.get(name)!, key)) },
    legend: {
      orient: 'top',
      direction: 'horizontal',
      columns: 4,
      symbolOpacity: 1,
      ...(mark === 'line' ? { symbolType: 'stroke', symbolSize: 500, symbolStrokeWidth: 2.5 } : {}),
    },
  });
  return { color: channel('color'), strokeDash: channel('dash'), shape: channel('shape') };
}

/** In Vega, [1, 0] is a solid line. */
const rangeOf = ({ color, dash, shape }: VariantStyle, key: keyof VariantStyle) =>
  ({ color, shape, dash: dash.length === 0 ? [1, 0] : dash })[key];

type Layer = { readonly mark: JsonObject; readonly encoding: JsonObject };

/** A line through `mean` in the colour and dash of its variant, over a band from `low` to `high`. */
export const bandAndLine = (y: JsonObject, strokeDash: JsonObject): Layer[] => [
  {
    mark: { type: 'area', opacity: 0.2 },
    encoding: { y: { field: 'low', ...y }, y2: { field: 'high' } },
  },
  {
    mark: { type: 'line', strokeWidth: 2 },
    encoding: { y: { field: 'mean', ...y }, strokeDash },
  },
];
