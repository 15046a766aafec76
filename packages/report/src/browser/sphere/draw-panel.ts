import type { Point } from '../../page-data';
import { drawGlobe } from './draw-globe';
import { drawPair } from './draw-pair';
import type { Palette, PanelState, Surface } from './panel-state';
import { rotate } from './rotation';

interface Dot {
  readonly point: Point; // turned
  readonly pair: number;
  readonly isImage: boolean;
}

/** Points from back to front, the farther the fainter; the pair that is looked at over all. */
export function drawPanel(surface: Surface, state: PanelState, palette: Palette): void {
  const { view, rotation, pair, onSphere } = state;
  drawGlobe(surface, rotation, onSphere, palette);
  const dots = [
    ...view.image.map((point, i): Dot => ({ point: rotate(rotation, point), pair: i, isImage: true })),
    ...view.text.map((point, i): Dot => ({ point: rotate(rotation, point), pair: i, isImage: false })),
  ].sort((a, b) => a.point[2] - b.point[2]);
  for (const dot of dots) drawDot(surface, dot, state, palette);
  if (pair !== undefined) drawPair(surface, state, pair, palette);
}

function drawDot({ context, at, radius }: Surface, dot: Dot, state: PanelState, palette: Palette): void {
  const { point, pair, isImage } = dot;
  const [x, y] = at(point);
  const nearness = (point[2] + 1) / 2;
  const size = Math.max(1.6, radius * 0.018) * (0.7 + 0.5 * nearness);
  context.globalAlpha = (0.16 + 0.74 * nearness) * (state.pair === undefined ? 1 : 0.55);
  const image = state.images && isImage ? state.imageOf(pair) : undefined;
  if (image) {
    const side = radius * 0.11 * (0.6 + 0.5 * nearness);
    context.drawImage(image, x - side / 2, y - side / 2, side, side);
  } else {
    context.fillStyle = isImage ? palette.image : palette.text;
    context.beginPath();
    if (isImage) context.arc(x, y, size, 0, 2 * Math.PI);
    else context.rect(x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8);
    context.fill();
  }
  context.globalAlpha = 1;
}
