import type { ParameterShapes, Shape } from '../parameter-shapes';

/** The sizes of a transformer that its parameters determine; the number of heads is not among them. */
export interface BlockSizes {
  readonly width: number;
  readonly layers: number;
  readonly mlpWidth: number;
  /** The ratio r with floor(width * r) = mlpWidth. */
  readonly mlpRatio: number;
}

export type Row = readonly [address: string, shape: Shape];

/** Reads the sizes of the blocks under `<folder>/blocks/`. */
export function blockSizes(shapes: ParameterShapes, folder: string, width: number): BlockSizes {
  const [, mlpWidth = 0] = shapes.of(`${folder}/blocks/0/mlp/input/kernel`, 2);
  const ratio = mlpWidth / width;
  const mlpRatio = Math.floor(width * ratio) === mlpWidth ? ratio : (mlpWidth + 0.5) / width;
  return { width, layers: shapes.count(`${folder}/blocks/`), mlpWidth, mlpRatio };
}

/** All parameters of the blocks under `<folder>/blocks/`. */
export const blockRows = (folder: string, { width, layers, mlpWidth }: BlockSizes): Row[] =>
  Array.from({ length: layers }, (_, index) => {
    const path = `${folder}/blocks/${index}`;
    return [
      ...normRows(`${path}/norm-1`, width),
      ...linearRows(`${path}/attention/qkv`, width, 3 * width),
      ...linearRows(`${path}/attention/output`, width, width),
      ...normRows(`${path}/norm-2`, width),
      ...mlpRows(`${path}/mlp`, width, mlpWidth),
    ];
  }).flat();

/** Of attention pooling with a probe under `<folder>/pooling`. */
export const poolingRows = (folder: string, { width, mlpWidth }: BlockSizes): Row[] => [
  [`${folder}/pooling/probe`, [width]],
  ...linearRows(`${folder}/pooling/attention/query`, width, width),
  ...linearRows(`${folder}/pooling/attention/key-value`, width, 2 * width),
  ...linearRows(`${folder}/pooling/attention/output`, width, width),
  ...normRows(`${folder}/pooling/norm`, width),
  ...mlpRows(`${folder}/pooling/mlp`, width, mlpWidth),
];

/** Of attention pooling with a query of another width under `<folder>/pooling`. */
export const queryPoolingRows = (folder: string, width: number, pooled: number): Row[] => [
  [`${folder}/pooling/query`, [pooled]],
  ...normRows(`${folder}/pooling/query-norm`, pooled),
  ...normRows(`${folder}/pooling/key-norm`, width),
  ...linearRows(`${folder}/pooling/attention/query`, pooled, pooled),
  ...linearRows(`${folder}/pooling/attention/key`, width, pooled),
  ...linearRows(`${folder}/pooling/attention/value`, width, pooled),
  ...linearRows(`${folder}/pooling/attention/output`, pooled, pooled),
];

export const normRows = (path: string, width: number): Row[] => [
  [`${path}/scale`, [width]],
  [`${path}/bias`, [width]],
];

export const linearRows = (path: string, inputs: number, outputs: number): Row[] => [
  [`${path}/kernel`, [inputs, outputs]],
  [`${path}/bias`, [outputs]],
];

export const mlpRows = (path: string, width: number, hidden: number): Row[] => [
  ...linearRows(`${path}/input`, width, hidden),
  ...linearRows(`${path}/output`, hidden, width),
];
