/**
 * How a parameter of PyTorch maps to ours. `same`: unchanged. `transposed`: Linear weights [out, in] are kernels [in, out].
 * `patches`: the convolution [width, 3, p, p] is a kernel [p * p * 3, width] with rows by row, column, channel.
 */
export type Layout = 'same' | 'transposed' | 'patches';

interface Values {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** The shape in our layout of a parameter with this shape in PyTorch's. */
export function ourShape(shape: readonly number[], layout: Layout): readonly number[] {
  const [first = 1, second = 1, edge = 1] = shape;
  if (layout === 'same') return shape;
  return layout === 'transposed' ? [second, first] : [edge * edge * second, first];
}

/** From PyTorch's layout to ours; the shape has been checked. */
export function toOurs({ shape, data }: Values, layout: Layout): Values {
  const [first = 1, second = 1, edge = 1] = shape;
  const ours = ourShape(shape, layout);
  if (layout === 'same') return { shape, data };
  if (layout === 'transposed') return { shape: ours, data: transpose(data, first, second) };
  const channelsLast = permuteEach(data, first, second, edge * edge); // [width, p * p, 3]
  return { shape: ours, data: transpose(channelsLast, first, edge * edge * second) };
}

/** From our layout to PyTorch's. */
export function toOfficial({ shape, data }: Values, layout: Layout): Values {
  const [first = 1, second = 1] = shape;
  if (layout === 'transposed') return { shape: [second, first], data: transpose(data, first, second) };
  if (layout === 'same') return { shape, data };
  const edge = Math.round(Math.sqrt(first / 3));
  const channelsLast = transpose(data, first, second); // [width, p * p, 3]
  return { shape: [second, 3, edge, edge], data: permuteEach(channelsLast, second, first / 3, 3) };
}

/** [rows, columns] to [columns, rows]. */
function transpose(data: Float32Array, rows: number, columns: number): Float32Array {
  return permuteEach(data, 1, rows, columns);
}

/** Transposes each of `count` matrices [rows, columns]. */
function permuteEach(data: Float32Array, count: number, rows: number, columns: number): Float32Array {
  const permuted = new Float32Array(data.length);
  for (let matrix = 0; matrix < count; matrix += 1) {
    const start = matrix * rows * columns;
    for (let row = 0; row < rows; row += 1)
      for (let column = 0; column < columns; column += 1)
        permuted[start + column * rows + row] = data[start + row * columns + column]!;
  }
  return permuted;
}
