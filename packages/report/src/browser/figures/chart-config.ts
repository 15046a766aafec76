import type { Config } from 'vega';

/** Lines and words of a figure take the colour of the text around it, in light and dark alike. */
const ink = 'currentColor';
const font = 'system-ui, sans-serif';

export const chartConfig: Config = {
  background: 'transparent',
  axis: {
    labelColor: ink,
    titleColor: ink,
    domainColor: ink,
    tickColor: ink,
    gridColor: ink,
    gridOpacity: 0.12,
    domainOpacity: 0.4,
    tickOpacity: 0.4,
    labelFont: font,
    titleFont: font,
    titleFontWeight: 'normal',
    labelFontSize: 11,
    titleFontSize: 12,
  },
  legend: { labelColor: ink, titleColor: ink, labelFont: font, titleFont: font, labelFontSize: 12, orient: 'top' },
  title: { color: ink, font },
  view: { stroke: 'transparent' },
  style: { cell: { stroke: 'transparent' } },
} as Config;
