import type { FigureModel, JsonObject } from '@alignclip/core';

const schema = 'https://vega.github.io/schema/vega-lite/v6.json';
const font = 'DejaVu Sans, Verdana, sans-serif';
const ink = '#222222';

/** Type, axes and colours that all figures share. */
const config: JsonObject = {
  font,
  axis: {
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    labelColor: ink,
    titleColor: ink,
    gridColor: '#E4E4E4',
    domainColor: ink,
    tickColor: ink,
    labelFlush: false,
  },
  axisQuantitative: { tickCount: 6 },
  legend: {
    labelFontSize: 11,
    titleFontSize: 11,
    labelColor: ink,
    symbolSize: 90,
    symbolStrokeWidth: 2,
    labelLimit: 260,
  },
  header: { labelFontSize: 12, titleFontSize: 12, labelColor: ink, titleFontWeight: 'normal' },
  title: { fontSize: 13, anchor: 'start', fontWeight: 'bold', color: ink, offset: 12 },
  view: { stroke: null },
};

/** The texts that every figure has. */
export interface FigureText {
  readonly title: string;
  readonly description: string;
}

/** A figure with our type and colours. */
export const figure = (
  { title, description }: FigureText,
  body: JsonObject,
  notes: readonly string[],
): FigureModel => ({
  title,
  description,
  notes,
  spec: { $schema: schema, title, description, background: 'white', padding: 8, ...body, config },
});

/** A figure without a drawing: only the reason. */
export const emptyFigure = ({ title, description }: FigureText, ...notes: string[]): FigureModel => ({
  title,
  description,
  notes,
});

/** The size of a plot in a figure with one plot, and in a figure with several. */
export const singlePlot = { width: 420, height: 280 } as const;
export const smallPlot = { width: 260, height: 200 } as const;

/** Rows of data, as Vega-Lite takes them. */
export const dataOf = (rows: readonly JsonObject[]): JsonObject => ({ values: rows });

/** The distinct variants of the rows, in their order. */
export const variantsOf = (rows: readonly { readonly variant: string }[]): string[] => [
  ...new Set(rows.map(({ variant }) => variant)),
];

/** One value per seed, as a figure draws it. */
export type OverSeeds = {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly seeds: number;
};

/** Mean, minimum and maximum of at least one value. */
export const overSeeds = (values: readonly number[]): OverSeeds => ({
  mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  low: Math.min(...values),
  high: Math.max(...values),
  seeds: values.length,
});

/** "Lines are means over 3 seeds, bands reach from the smallest to the largest value." */
export function seedNote(marks: string, spread: string, rows: readonly { readonly seeds: number }[]): string {
  const counts = rows.map(({ seeds }) => seeds);
  const [min, max] = [Math.min(...counts), Math.max(...counts)];
  if (max === 1) return 'One seed: the spread is unknown.';
  const seeds = min === max ? `${max}` : `${min} to ${max}`;
  return `${marks} are means over ${seeds} seeds, ${spread} reach from the smallest to the largest value.`;
}
