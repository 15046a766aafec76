import { parse, View, type Loader, type TooltipHandler, type Config } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import type { FigureData, ZoomAxis } from '../../page-data';
import { button, element } from '../dom';
import { makeReachable } from '../reachable';

/** The page has no network: data are inside the specification. */
const loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse } as unknown as Loader;

function refuse(): Promise<never> {
  return Promise.reject(new Error('this page loads nothing'));
}

/** Draws each figure into its element as SVG, so that it can be selected, printed and read. */
export async function drawFigures(figures: readonly FigureData[]): Promise<void> {
  for (const figure of figures) await drawFigure(figure);
  document.documentElement.dataset['figures'] = 'drawn';
}

async function drawFigure({ id, spec, axes }: FigureData): Promise<void> {
  const place = document.getElementById(id);
  if (place === null) return;
  try {
    // With the expression interpreter: the page's policy forbids generated code.
    const runtime = parse(spec, chartConfig, { ast: true });
    const view = new View(runtime, { renderer: 'svg', expr: expressionInterpreter, loader, tooltip: tooltipOf(place) });
    await view.initialize(place).runAsync();
    const box = place.parentElement!;
    place.querySelector('svg')?.setAttribute('aria-labelledby', `${id}-title`);
    zoomButtons(view, axes, box);
    // A figure of several plots keeps its own width.
    if (box.scrollWidth > box.clientWidth) box.closest('.chart')?.classList.add('wide');
    makeReachable(box, document.getElementById(`${id}-title`)?.textContent ?? 'Figure');
  } catch (error) {
    place.textContent = `This figure can’t be drawn: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** A continuous scale, of numbers or times. */
interface Scale {
  readonly range: () => [number, number];
  readonly invert: (place: number) => unknown;
}

/** Buttons that zoom a figure's axes, usable by keyboard. */
function zoomButtons(view: View, axes: readonly ZoomAxis[], box: HTMLElement): void {
  if (axes.length === 0) return;
  const zoom = (factor: number) => {
    for (const { signal, scale } of axes) {
      const { range, invert } = view.scale(scale) as Scale;
      const [start, end] = range();
      const [middle, half] = [(start + end) / 2, ((end - start) / 2) * factor];
      view.signal(signal, [invert(middle - half), invert(middle + half)]);
    }
    void view.runAsync();
  };
  const reset = () => {
    for (const { signal } of axes) view.signal(signal, null);
    void view.runAsync();
  };
  box.before(
    element(
      'div',
      { class: 'buttons', role: 'group', 'aria-label': 'Zoom' },
      button('+', 'Zoom in', () => zoom(0.6)),
      button('−', 'Zoom out', () => zoom(1 / 0.6)),
      button('⟲', 'Show all', reset),
    ),
  );
}

const tip = element('div', { class: 'tooltip', hidden: true });

/** Shows the values under the pointer next to it. */
function tooltipOf(place: HTMLElement): TooltipHandler {
  document.querySelector('main')?.append(tip);
  place.addEventListener('pointerleave', () => (tip.hidden = true));
  return (_handler, event, _item, value: unknown) => {
    tip.hidden = value === null || value === undefined || value === '';
    if (tip.hidden) return;
    tip.replaceChildren(...linesOf(value));
    const { clientX, clientY } = event;
    tip.style.left = `${Math.min(clientX + 14, innerWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${Math.min(clientY + 14, innerHeight - tip.offsetHeight - 8)}px`;
  };
}

function linesOf(value: unknown): HTMLElement[] {
  if (typeof value !== 'object' || value === null) return [element('div', {}, String(value))];
  return Object.entries(value).map(([name, shown]) =>
    element('div', {}, element('span', {}, `${name} `), String(shown)),
  );
}

/** Lines and labels of a figure take the colour of the surrounding text, in light and dark mode. */
const ink = 'currentColor';
const font = 'system-ui, sans-serif';

const chartConfig: Config = {
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
