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
  axisQuantitative: { tickCount: 6 }, // prettier-ignore
  legend: { labelFontSize: 11, titleFontSize: 11, labelColor: ink, symbolSize: 90, symbolStrokeWidth: 2, labelLimit: 260 }, // prettier-ignore
  header: { labelFontSize: 12, titleFontSize: 12, labelColor: ink, titleFontWeight: 'normal' },
  title: { fontSize: 13, anchor: 'start', fontWeight: 'bold', color: ink, offset: 12 },
  view: { stroke: null },
};

/** A figure with our type and colours, or, with nothing to draw, the reason alone. */
export const figure = (
  title: string,
  description: string,
  body: JsonObject | undefined,
  notes: readonly string[],
): FigureModel => ({
  title,
  description,
  notes,
  ...(body && { spec: { $schema: schema, title, description, background: 'white', padding: 8, ...body, config } }),
});

/** Plots are this large where a figure has one, and where it has several. */
export const singlePlot = { width: 420, height: 280 } as const;
export const smallPlot = { width: 260, height: 200 } as const;

/** Rows of data, as Vega-Lite takes them. */
export const dataOf = (rows: readonly JsonObject[]): JsonObject => ({ values: rows });
