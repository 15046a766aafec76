import type { JsonObject } from '@alignclip/core';
import { variantStyles, type VariantStyle } from './variant-styles';

/** Encodings of the field `variant`; one legend for all that a figure uses. */
export interface VariantChannels {
  readonly color: JsonObject;
  readonly strokeDash: JsonObject;
  readonly shape: JsonObject;
}

/** `mark`: what the legend shows, a symbol or a piece of line. */
export function variantChannels(names: readonly string[], mark: 'symbol' | 'line'): VariantChannels {
  const styles = variantStyles(names);
  const channel = <Key extends keyof VariantStyle>(key: Key): JsonObject => ({
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

/** Vega takes [1, 0] for a whole line. */
const rangeOf = ({ color, dash, shape }: VariantStyle, key: keyof VariantStyle) =>
  ({ color, shape, dash: dash.length === 0 ? [1, 0] : dash })[key];
