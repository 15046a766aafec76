import { defineComponent, EmbeddingMap, type Matrix, UserError, z } from 'alignclip';

const options = z.strictObject({
  share: z.number().min(0).max(1).default(1).describe('share of the distance between the centroids that is closed'),
});

/** norm(x − share · (μ_m − μ)): each modality moves toward the middle μ of both centroids μ_m. */
export const newMap = defineComponent(EmbeddingMap)({
  type: 'new-map',
  options,
  create: ({ share }): EmbeddingMap => ({
    name: 'new-map',
    kind: 'rows',
    fit: ({ image, text }) => {
      if (image.columns !== text.columns)
        throw new UserError(`map "new-map": image rows are ${image.columns} wide, text rows ${text.columns}`);
      const means = { image: meanOf(image), text: meanOf(text) };
      const steps = means.image.map((mean, k) => (share * (mean - means.text[k]!)) / 2);
      return {
        kind: 'rows',
        apply: (rows, modality) => {
          if (rows.columns !== steps.length)
            throw new UserError(`map "new-map": fitted on rows of width ${steps.length}, applied to ${rows.columns}`);
          return moved(rows, modality === 'image' ? steps.map((step) => -step) : steps);
        },
      };
    },
  }),
});

/** The mean row, [d]. Throws UserError where there is none. */
function meanOf({ rows, columns, values }: Matrix): number[] {
  if (rows === 0) throw new UserError('map "new-map": it needs rows to fit on');
  return Array.from({ length: columns }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < rows; i += 1) sum += values[i * columns + k]!;
    return sum / rows;
  });
}

/** Each row plus `step`, at length 1. */
function moved({ rows, columns, values }: Matrix, step: readonly number[]): Matrix {
  const shifted = values.map((value, at) => value + step[at % columns]!);
  for (let i = 0; i < rows; i += 1) {
    const row = shifted.subarray(i * columns, (i + 1) * columns);
    const length = Math.hypot(...row);
    if (!(length > 1e-12)) throw new UserError(`map "new-map": row ${i} becomes zero and has no direction`);
    row.forEach((value, k) => (row[k] = value / length));
  }
  return { rows, columns, values: shifted };
}
