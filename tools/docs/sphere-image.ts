import type { RunRecord } from '@alignclip/core';

type Point = readonly [number, number, number];

interface Sphere {
  readonly variant: string;
  readonly image: readonly Point[];
  readonly text: readonly Point[];
  /** ‖mean I − mean T‖ of the embeddings themselves. */
  readonly distance: number;
}

const themes = {
  light: {
    image: '#1f78b4',
    text: '#e6761c',
    ink: '#24292f',
    soft: '#57606a',
    rim: '#c4ccd4',
    core: '#ffffff',
    edge: '#eaeef2',
  },
  dark: {
    image: '#6cb6ff',
    text: '#ffa657',
    ink: '#e6edf3',
    soft: '#9198a1',
    rim: '#3d444d',
    core: '#212830',
    edge: '#0d1117',
  },
} as const;
export type Theme = keyof typeof themes;

const radius = 150;
const width = 760;
const height = 396;

/** The spheres of two runs next to each other, seen so that the two modalities lie left and right, as an SVG image. */
export function sphereImage(records: readonly [RunRecord, RunRecord], split: string, theme: Theme): string {
  const colours = themes[theme];
  const spheres = records.map((record) => sphereOf(record, split));
  const described = spheres.map(({ variant, distance }) => `${variant} (centroid distance ${short(distance)})`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui,Helvetica,Arial,sans-serif">`,
    `<title>Images and captions on a sphere: ${described.join(', ')}</title>`,
    `<defs><radialGradient id="g" cx="38%" cy="34%" r="72%"><stop offset="0" stop-color="${colours.core}"/><stop offset="1" stop-color="${colours.edge}"/></radialGradient></defs>`,
    ...spheres.map((sphere, i) => drawn(sphere, 190 + i * 380, theme)),
    legend(theme),
    '</svg>\n',
  ].join('\n');
}

function sphereOf({ variant, scores, details }: RunRecord, split: string): Sphere {
  const found = (details['projection'] as Record<string, { sphere?: Pick<Sphere, 'image' | 'text'> }> | undefined)?.[
    split
  ];
  const distance = scores[`gap/${split}/centroid-distance`];
  if (found?.sphere === undefined || distance === undefined) {
    throw new Error(`the run of ${variant} has no sphere of "${split}": evaluate with gap() and projection()`);
  }
  return { variant, distance, ...found.sphere };
}

function drawn({ variant, image, text, distance }: Sphere, x: number, theme: Theme): string {
  const { ink, soft, rim, image: blue, text: orange } = themes[theme];
  const turn = view(image, text);
  const [images, texts] = [image.map(turn), text.map(turn)];
  const near = (points: readonly Point[]) => points.filter(([, , z]) => z >= 0);
  const far = (points: readonly Point[]) => points.filter(([, , z]) => z < 0);
  const pairs = images.map((from, i) => `M${at(from)}L${at(texts[i]!)}`).join('');
  const stroke = (colour: string, size: number, opacity: number, path: string) =>
    `<path d="${path}" stroke="${colour}" stroke-width="${size}" stroke-opacity="${opacity}"/>`;
  return [
    `<g transform="translate(${x} 172)" fill="none" stroke-linecap="round">`,
    `<circle r="${radius + 8}" fill="url(#g)" stroke="${rim}"/>`,
    `<g stroke="${rim}" stroke-width=".6" stroke-opacity=".7">${globe}</g>`,
    stroke(blue, 4, 0.3, dots(far(images))),
    stroke(orange, 4, 0.3, dots(far(texts))),
    stroke(soft, 0.6, 0.28, pairs),
    stroke(blue, 6, 0.9, dots(near(images))),
    stroke(orange, 6, 0.9, dots(near(texts))),
    `<text y="186" text-anchor="middle" fill="${ink}" font-size="17" font-weight="600">${variant}</text>`,
    `<text y="205" text-anchor="middle" fill="${soft}" font-size="13">centroid distance ${short(distance)}</text>`,
    '</g>',
  ].join('\n');
}

/** Three meridians and five parallels. */
const globe = [
  ...[0, 40, 105].map((across) => `<ellipse rx="${across}" ry="${radius + 8}"/>`),
  ...[-110, -55, 0, 55, 110].map((y) => `<path d="M-${chord(y)} ${y}H${chord(y)}"/>`),
].join('');

function chord(y: number): string {
  return Math.sqrt((radius + 8) ** 2 - y ** 2).toFixed(1);
}

function legend(theme: Theme): string {
  const { image, text, soft } = themes[theme];
  return [
    `<g transform="translate(${width / 2} 374)" font-size="13" fill="${soft}">`,
    `<circle cx="-70" cy="-4.5" r="4" fill="${image}"/><text x="-60">images</text>`,
    `<circle cx="14" cy="-4.5" r="4" fill="${text}"/><text x="24">captions</text>`,
    '</g>',
  ].join('\n');
}

/** Turns points so that the two centroids lie on a line from left to right, and what they have in common comes forward. */
function view(image: readonly Point[], text: readonly Point[]): (point: Point) => Point {
  const [a, b] = [mean(image), mean(text)];
  const right = unit(minus(a, b));
  const common: Point = [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
  const forward = unit(minus(common, times(right, dot(common, right))));
  const up = cross(forward, right);
  return (point) => [-dot(point, right), dot(point, up), dot(point, forward)];
}

const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const times = (a: Point, factor: number): Point => [a[0] * factor, a[1] * factor, a[2] * factor];
const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const unit = (a: Point): Point => times(a, 1 / (Math.hypot(...a) || 1));
const cross = (a: Point, b: Point): Point => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const mean = (points: readonly Point[]): Point =>
  times(
    points.reduce<Point>((sum, [x, y, z]) => [sum[0] + x, sum[1] + y, sum[2] + z], [0, 0, 0]),
    1 / points.length,
  );

const at = ([x, y]: Point): string => `${(x * radius).toFixed(1)} ${(-y * radius).toFixed(1)}`;

/** One path of points: lines of no length with round ends. */
const dots = (points: readonly Point[]): string => points.map((point) => `M${at(point)}h0`).join('');

/** ".88" */
const short = (value: number): string => value.toFixed(2).replace(/^0/, '');
