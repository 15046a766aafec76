import type { ParameterShapes } from '../parameter-shapes';
import { linearRows, normRows, type Row } from './blocks';
import { headForm, headRows, type HeadForm } from './head';

/** What the parameters of CLIP's ResNet determine, in the words of the component's options. */
export interface ModifiedResnetForm extends HeadForm {
  readonly type: 'modified-resnet';
  readonly imageSize: number;
  /** Blocks of each stage. */
  readonly layers: readonly number[];
  /** Channels of the stem. */
  readonly width: number;
}

export const isModifiedResnet = (shapes: ParameterShapes): boolean =>
  shapes.has('image/stages/0/blocks/0/conv-1/kernel');

/** Reads the form of the image tower. Throws UserError naming a parameter that is missing or has another rank. */
export function modifiedResnetForm(shapes: ParameterShapes): ModifiedResnetForm {
  const [, , , width = 0] = shapes.of('image/stem/conv-3/kernel', 4);
  const stages = shapes.count('image/stages/');
  return {
    type: 'modified-resnet',
    imageSize: shapes.gridEdge('image/pooling/positions', 1) * 2 ** (stages + 1),
    layers: Array.from({ length: stages }, (_, stage) => shapes.count(`image/stages/${stage}/blocks/`)),
    width,
    ...headForm(shapes, 'image', featureWidth(width, stages)),
  };
}

const featureWidth = (width: number, stages: number): number => width * 2 ** (stages + 1);

/** All parameters and running statistics of the image tower. */
export function modifiedResnetRows(form: ModifiedResnetForm): Row[] {
  const { imageSize, layers, width } = form;
  const features = featureWidth(width, layers.length);
  const stem = [3, width / 2, width / 2, width];
  const stages = layers.flatMap((count, stage) =>
    Array.from({ length: count }, (_, i) => {
      const inner = width * 2 ** stage;
      const inputs = i > 0 ? 4 * inner : stage === 0 ? width : 2 * inner;
      return bottleneckRows(`image/stages/${stage}/blocks/${i}`, inputs, inner, i === 0);
    }).flat(),
  );
  const positions = (imageSize / 2 ** (layers.length + 1)) ** 2 + 1;
  return [
    ...[1, 2, 3].flatMap((i) => unit('image/stem', `conv-${i}`, `norm-${i}`, [3, 3, stem[i - 1]!, stem[i]!])),
    ...stages,
    ['image/pooling/positions', [positions, features]],
    ...['query', 'key', 'value'].flatMap((one) => linearRows(`image/pooling/attention/${one}`, features, features)),
    ...headRows('image', features, form),
  ];
}

const bottleneckRows = (path: string, inputs: number, inner: number, isFirst: boolean): Row[] => [
  ...unit(path, 'conv-1', 'norm-1', [1, 1, inputs, inner]),
  ...unit(path, 'conv-2', 'norm-2', [3, 3, inner, inner]),
  ...unit(path, 'conv-3', 'norm-3', [1, 1, inner, 4 * inner]),
  ...(isFirst ? unit(path, 'down', 'down-norm', [1, 1, inputs, 4 * inner]) : []),
];

/** A convolution without bias and batch norm. */
const unit = (path: string, conv: string, norm: string, shape: readonly number[]): Row[] => [
  [`${path}/${conv}/kernel`, shape],
  ...normRows(`${path}/${norm}`, shape[3]!),
  [`${path}/${norm}/running-mean`, [shape[3]!]],
  [`${path}/${norm}/running-variance`, [shape[3]!]],
];
