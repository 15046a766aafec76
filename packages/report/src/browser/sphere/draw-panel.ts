import type { Point } from '../../page-data';
import { drawPair } from './draw-pair';
import type { Palette, PanelState, Surface } from './panel-state';
import { rotate, type Rotation } from './rotation';

interface Dot {
  readonly point: Point; // turned
  readonly pair: number;
  readonly isImage: boolean;
}

/** Points from back to front, fainter with distance; the selected pair on top. */
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

/** The sphere's outline with circles of latitude and longitude, or three axes through the centre. */
function drawGlobe(surface: Surface, rotation: Rotation, onSphere: boolean, { line }: Palette): void {
  const { context, at, radius } = surface;
  context.strokeStyle = line;
  context.lineWidth = 1;
  if (!onSphere) {
    for (const axis of axes)
      strokePath(
        surface,
        axis.map((point) => rotate(rotation, point)),
        0.6,
      );
    return;
  }
  const [x, y] = at([0, 0, 0]);
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
  for (const circle of circles)
    strokePath(
      surface,
      circle.map((point) => rotate(rotation, point)),
      0.5,
    );
}

/** The part of a line that faces the viewer. */
function strokePath({ context, at }: Surface, points: readonly Point[], alpha: number): void {
  context.globalAlpha = alpha;
  context.beginPath();
  points.forEach((point, i) => {
    if (i > 0 && point[2] >= -0.02) context.lineTo(...at(point));
    else context.moveTo(...at(point));
  });
  context.stroke();
  context.globalAlpha = 1;
}

const line = (start: Point, end: Point): readonly Point[] => [start, end];

const axes = [line([-1, 0, 0], [1, 0, 0]), line([0, -1, 0], [0, 1, 0]), line([0, 0, -1], [0, 0, 1])];

const angles = Array.from({ length: 49 }, (_, i) => (i / 48) * 2 * Math.PI);

const circles: readonly (readonly Point[])[] = [
  ...[-45, 0, 45].map((degrees) => {
    const latitude = (degrees * Math.PI) / 180;
    return angles.map((a): Point => [
      Math.cos(latitude) * Math.cos(a),
      Math.sin(latitude),
      Math.cos(latitude) * Math.sin(a),
    ]);
  }),
  ...[0, 60, 120].map((degrees) => {
    const longitude = (degrees * Math.PI) / 180;
    return angles.map((a): Point => [
      Math.cos(longitude) * Math.cos(a),
      Math.sin(a),
      Math.sin(longitude) * Math.cos(a),
    ]);
  }),
];
