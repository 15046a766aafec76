import type { TooltipHandler } from 'vega';
import { element } from '../dom';

const box = element('div', { class: 'tooltip', hidden: true });

/** Shows the values under the pointer beside it. */
export function tooltipOf(place: HTMLElement): TooltipHandler {
  document.body.append(box);
  place.addEventListener('pointerleave', () => (box.hidden = true));
  return (_handler, event, _item, value: unknown) => {
    box.hidden = value === null || value === undefined || value === '';
    if (box.hidden) return;
    box.replaceChildren(...linesOf(value));
    const { clientX, clientY } = event as unknown as MouseEvent;
    box.style.left = `${Math.min(clientX + 14, innerWidth - box.offsetWidth - 8)}px`;
    box.style.top = `${Math.min(clientY + 14, innerHeight - box.offsetHeight - 8)}px`;
  };
}

function linesOf(value: unknown): HTMLElement[] {
  if (typeof value !== 'object' || value === null) return [element('div', {}, String(value))];
  return Object.entries(value).map(([name, shown]) =>
    element('div', {}, element('span', {}, `${name} `), String(shown)),
  );
}
