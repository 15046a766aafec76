import type { Palette, PanelState, Surface } from './panel-state';
import { arc, rotate } from './rotation';

/** An image and its caption, joined, with the image beside the image's point. */
export function drawPair(surface: Surface, state: PanelState, pair: number, palette: Palette): void {
  const { view, rotation, onSphere, imageOf } = state;
  const { context, at, radius } = surface;
  const [image, text] = [rotate(rotation, view.image[pair]!), rotate(rotation, view.text[pair]!)];
  context.strokeStyle = palette.ink;
  context.lineWidth = 2;
  context.beginPath();
  for (const point of arc(image, text, onSphere)) context.lineTo(...at(point));
  context.stroke();
  const size = Math.max(4, radius * 0.035);
  ring(surface, palette, palette.text, () => {
    const [x, y] = at(text);
    context.rect(x - size, y - size, 2 * size, 2 * size);
  });
  ring(surface, palette, palette.image, () => context.arc(...at(image), size, 0, 2 * Math.PI));
  const shown = imageOf(pair);
  if (shown) drawImage(surface, palette, shown, at(image));
}

function ring({ context }: Surface, { paper }: Palette, fill: string, outline: () => void): void {
  context.beginPath();
  outline();
  context.fillStyle = fill;
  context.strokeStyle = paper;
  context.lineWidth = 1.5;
  context.fill();
  context.stroke();
}

/** Above the point, or below it where there is no room. */
function drawImage(
  { context, radius }: Surface,
  { ink }: Palette,
  image: HTMLImageElement,
  [x, y]: readonly [number, number],
): void {
  const side = Math.max(36, radius * 0.3);
  const left = Math.max(2, Math.min(context.canvas.clientWidth - side - 2, x - side / 2));
  const above = y - side - 10;
  const top = above < 2 ? y + 10 : above;
  context.fillStyle = '#fff';
  context.fillRect(left, top, side, side);
  const scale = side / Math.max(image.naturalWidth, image.naturalHeight, 1);
  const [width, height] = [image.naturalWidth * scale, image.naturalHeight * scale];
  context.drawImage(image, left + (side - width) / 2, top + (side - height) / 2, width, height);
  context.strokeStyle = ink;
  context.lineWidth = 1;
  context.strokeRect(left, top, side, side);
}
