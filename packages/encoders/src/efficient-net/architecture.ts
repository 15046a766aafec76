/** Inverted residual blocks of equal width, the first of which has the stride. */
export interface StageShape {
  /** Edge of the depthwise kernel. */
  readonly kernel: number;
  readonly stride: number;
  /** Width inside a block / width at its input. */
  readonly expansion: number;
  readonly width: number;
  readonly depth: number;
}

export interface Architecture {
  /** Channels of the first convolution. */
  readonly stem: number;
  readonly stages: readonly StageShape[];
  /** Channels of the last convolution, w. */
  readonly features: number;
}

export const variants = ['lite0', 'lite1', 'lite2'] as const;
export type Variant = (typeof variants)[number];

/** Edge of the images that each variant was trained on, in pixels. */
export const trainedSize: Readonly<Record<Variant, number>> = { lite0: 224, lite1: 240, lite2: 260 };

/** Multipliers of width and depth, as in the authors' efficientnet_lite_builder.py. */
const multipliers: Readonly<Record<Variant, readonly [width: number, depth: number]>> = {
  lite0: [1, 1],
  lite1: [1, 1.1],
  lite2: [1.1, 1.2],
};

/** Lite0: [kernel, stride, expansion, width, depth] of each stage. */
const base = [
  [3, 1, 1, 16, 1],
  [3, 2, 6, 24, 2],
  [5, 2, 6, 40, 2],
  [3, 2, 6, 80, 3],
  [5, 1, 6, 112, 3],
  [5, 2, 6, 192, 4],
  [3, 1, 6, 320, 1],
] as const;

/** EfficientNet-Lite: the stem, the last convolution and the depths of the first and the last stage don't grow. */
export function liteArchitecture(variant: Variant): Architecture {
  const [widthMultiplier, depthMultiplier] = multipliers[variant];
  const stages = base.map(([kernel, stride, expansion, width, depth], i) => ({
    ...{ kernel, stride, expansion },
    width: roundedWidth(width * widthMultiplier),
    depth: i === 0 || i === base.length - 1 ? depth : Math.ceil(depth * depthMultiplier),
  }));
  return { stem: 32, stages, features: 1280 };
}

/** The nearest multiple of 8 that isn't more than 10 % below. */
function roundedWidth(width: number): number {
  const rounded = Math.max(8, Math.floor((width + 4) / 8) * 8);
  return rounded < 0.9 * width ? rounded + 8 : rounded;
}
