type Shape = readonly number[];

interface Values {
  readonly shape: Shape;
  readonly data: Float32Array;
}

interface Rule {
  /** Dimensions in PyTorch; any where undefined. */
  readonly rank?: number;
  readonly ours: (official: Shape) => Shape;
  readonly official: (ours: Shape) => Shape;
  /** The axes of PyTorch's tensor in our order, before the reshape to our shape. */
  readonly axes?: readonly number[];
}

const edgeOf = (rows = 3): number => Math.round(Math.sqrt(rows / 3));

const rules = {
  same: { ours: (shape) => shape, official: (shape) => shape },
  /** Linear weights [out, in] are kernels [in, out]. */
  transposed: {
    rank: 2,
    ours: ([outputs = 0, inputs = 0]) => [inputs, outputs],
    official: ([inputs = 0, outputs = 0]) => [outputs, inputs],
    axes: [1, 0],
  },
  /** The convolution [width, 3, p, p] is a kernel [p * p * 3, width] with rows by row, column, channel. */
  patches: {
    rank: 4,
    ours: ([width = 0, channels = 0, edge = 0]) => [edge * edge * channels, width],
    official: ([rows, width = 0]) => [width, 3, edgeOf(rows), edgeOf(rows)],
    axes: [2, 3, 1, 0],
  },
  /** The convolution [out, in, k, k] is a kernel [k, k, in, out]. */
  convolution: {
    rank: 4,
    ours: ([outputs = 0, inputs = 0, rows = 0, columns = 0]) => [rows, columns, inputs, outputs],
    official: ([rows = 0, columns = 0, inputs = 0, outputs = 0]) => [outputs, inputs, rows, columns],
    axes: [2, 3, 1, 0],
  },
  /** The depthwise convolution [channels, 1, k, k] is a kernel [k, k, channels, 1]. */
  depthwise: {
    rank: 4,
    ours: ([channels = 0, one = 0, rows = 0, columns = 0]) => [rows, columns, channels, one],
    official: ([rows = 0, columns = 0, channels = 0, one = 0]) => [channels, one, rows, columns],
    axes: [2, 3, 0, 1],
  },
  /** [1, rows, columns] is [rows, columns]. */
  unbatched: { rank: 3, ours: (shape) => shape.slice(1), official: (shape) => [1, ...shape] },
  /** [1, width] is [width]. */
  row: { rank: 2, ours: (shape) => shape.slice(1), official: (shape) => [1, ...shape] },
  /** [1, 1, width] is [width]. */
  token: { rank: 3, ours: (shape) => shape.slice(2), official: (shape) => [1, 1, ...shape] },
} as const satisfies Record<string, Rule>;

/** How a parameter of PyTorch maps to ours. */
export type Layout = keyof typeof rules;

const ruleOf = (layout: Layout): Rule => rules[layout];

/** How many dimensions PyTorch's parameter has; undefined where any number. */
export const rankOf = (layout: Layout): number | undefined => ruleOf(layout).rank;

/** The shape in our layout of a parameter with this shape in PyTorch's. */
export const ourShape = (shape: Shape, layout: Layout): Shape => ruleOf(layout).ours(shape);

/** The shape in PyTorch's layout of a parameter with this shape in ours. */
export const officialShape = (shape: Shape, layout: Layout): Shape => ruleOf(layout).official(shape);

/** From PyTorch's layout to ours; the rank has been checked. */
export function toOurs({ shape, data }: Values, layout: Layout): Values {
  const { ours, axes } = ruleOf(layout);
  return { shape: ours(shape), data: axes ? permuted(data, shape, axes) : data };
}

/** From our layout to PyTorch's; the number of elements is that of the shape. */
export function toOfficial({ shape, data }: Values, layout: Layout): Values {
  const { official, axes } = ruleOf(layout);
  const theirs = official(shape);
  if (axes === undefined) return { shape: theirs, data };
  const inOurOrder = axes.map((axis) => theirs[axis]!);
  const back = axes.map((_, axis) => axes.indexOf(axis));
  return { shape: theirs, data: permuted(data, inOurOrder, back) };
}

/** The tensor with its axes in another order, row-major. */
function permuted(data: Float32Array, shape: Shape, axes: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, one) => product * one, 1));
  const [sizes, steps] = [axes.map((axis) => shape[axis]!), axes.map((axis) => strides[axis]!)];
  const result = new Float32Array(data.length);
  const [inner, step] = [sizes.at(-1)!, steps.at(-1)!];
  const index = sizes.slice(0, -1).fill(0);
  let from = 0;
  for (let at = 0; at < result.length; at += inner) {
    for (let i = 0; i < inner; i += 1) result[at + i] = data[from + i * step]!;
    for (let axis = index.length - 1; axis >= 0; axis -= 1) {
      from += steps[axis]!;
      index[axis]! += 1;
      if (index[axis]! < sizes[axis]!) break;
      from -= steps[axis]! * sizes[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}
