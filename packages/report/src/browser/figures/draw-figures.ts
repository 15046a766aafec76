import { parse, View, type Loader, type Spec } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import type { FigureData } from '../../page-data';
import { chartConfig } from './chart-config';
import { tooltipOf } from './chart-tooltip';
import { zoomButtons } from './zoom-buttons';

/** A page without network: data stand in the specification. */
const loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse } as unknown as Loader;

function refuse(): Promise<never> {
  return Promise.reject(new Error('this page loads nothing'));
}

/** Draws each figure into its element, as SVG, so that it can be selected, printed and read. */
export async function drawFigures(figures: readonly FigureData[]): Promise<void> {
  for (const figure of figures) await drawFigure(figure);
  document.documentElement.dataset['figures'] = 'drawn';
}

async function drawFigure({ id, spec, axes }: FigureData): Promise<void> {
  const place = document.getElementById(id);
  if (place === null) return;
  try {
    // Without code made from text: the page's policy forbids it.
    const runtime = parse(spec as Spec, chartConfig, { ast: true });
    const view = new View(runtime, { renderer: 'svg', expr: expressionInterpreter, loader, tooltip: tooltipOf(place) });
    await view.initialize(place).runAsync();
    zoomButtons(view, axes, place);
    // A figure of several plots is as wide as it was made.
    if (place.scrollWidth > place.clientWidth) place.closest('.chart')?.classList.add('wide');
  } catch (error) {
    place.textContent = `This figure can’t be drawn: ${error instanceof Error ? error.message : String(error)}`;
  }
}
