import type { Point } from '../../page-data';
import type { Palette, Surface } from './panel-state';
import { rotate, type Rotation } from './rotation';

/** The sphere's outline with circles of latitude and longitude, or three axes through the centre. */
export function drawGlobe(surface: Surface, rotation: Rotation, onSphere: boolean, { line }: Palette): void {
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

/** The part of a line that faces the reader. */
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

const axes: readonly (readonly Point[])[] = [
  [[-1, 0, 0], [1, 0, 0]],
  [[0, -1, 0], [0, 1, 0]],
  [[0, 0, -1], [0, 0, 1]],
]; // prettier-ignore

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
