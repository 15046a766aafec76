import type { View } from 'vega';
import type { ZoomAxis } from '../../page-data';
import { button, element } from '../dom';

/** A continuous one, of numbers or times. */
interface Scale {
  range(): [number, number];
  invert(place: number): unknown;
}

/** Buttons that zoom a figure's axes: what the wheel does, by keyboard. */
export function zoomButtons(view: View, axes: readonly ZoomAxis[], place: HTMLElement): void {
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
  place.before(
    element(
      'div',
      { class: 'buttons', role: 'group', 'aria-label': 'Zoom' },
      button('+', 'Zoom in', () => zoom(0.6)),
      button('−', 'Zoom out', () => zoom(1 / 0.6)),
      button('⟲', 'Show all', reset),
    ),
  );
}
