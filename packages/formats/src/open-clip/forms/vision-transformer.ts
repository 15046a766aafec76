import type { ParameterShapes } from '../parameter-shapes';
import { blockRows, blockSizes, normRows, poolingRows, queryPoolingRows, type BlockSizes, type Row } from './blocks';
import { headForm, headRows, type HeadForm } from './head';

/** What the parameters of a vision transformer determine, in the words of the component's options. */
export interface VisionTransformerForm extends BlockSizes, HeadForm {
  readonly type: 'vision-transformer';
  readonly imageSize: number;
  readonly patchSize: number;
  /** Whether a class token is pooled or the patches next to it are, the parameters don't tell; the first is assumed. */
  readonly pooling: 'class-token' | 'mean' | 'map' | 'query';
  readonly classToken: boolean;
  readonly registers: number;
  readonly normalise: 'pre-norm' | 'none';
}

/** Reads the form of the image tower. Throws UserError naming a parameter that is missing or has another rank. */
export function visionTransformerForm(shapes: ParameterShapes): VisionTransformerForm {
  const [inputs = 0, width = 0] = shapes.of('image/patch-embedding/kernel', 2);
  const patchSize = Math.round(Math.sqrt(inputs / 3));
  const classToken = shapes.has('image/class-token');
  const pooling = poolingOf(shapes, classToken);
  const [pooled = 0] = pooling === 'query' ? shapes.of('image/pooling/query', 1) : [width];
  return {
    type: 'vision-transformer',
    ...blockSizes(shapes, 'image', width),
    patchSize,
    imageSize: shapes.gridEdge('image/positions', classToken ? 1 : 0) * patchSize,
    pooling,
    classToken,
    registers: shapes.has('image/registers') ? shapes.of('image/registers', 2)[0]! : 0,
    normalise: shapes.has('image/pre-norm/scale') ? 'pre-norm' : 'none',
    ...headForm(shapes, 'image', pooled),
  };
}

function poolingOf(shapes: ParameterShapes, classToken: boolean): VisionTransformerForm['pooling'] {
  if (shapes.has('image/pooling/probe')) return 'map';
  if (shapes.has('image/pooling/query')) return 'query';
  return classToken ? 'class-token' : 'mean';
}

/** All parameters of the image tower. */
export function visionTransformerRows(form: VisionTransformerForm): Row[] {
  const { width, imageSize, patchSize, registers } = form;
  const pooled = form.pooling === 'query' ? form.embeddingWidth : width;
  const tokens = (imageSize / patchSize) ** 2 + (form.classToken ? 1 : 0);
  return [
    ...(form.classToken ? ([['image/class-token', [width]]] satisfies Row[]) : []),
    ...(registers > 0 ? ([['image/registers', [registers, width]]] satisfies Row[]) : []),
    ['image/positions', [tokens, width]],
    ['image/patch-embedding/kernel', [patchSize * patchSize * 3, width]],
    ...(form.normalise === 'pre-norm' ? normRows('image/pre-norm', width) : []),
    ...blockRows('image', form),
    ...(form.pooling === 'map' ? poolingRows('image', form) : []),
    ...(form.pooling === 'query' ? queryPoolingRows('image', width, pooled) : []),
    ...normRows('image/post-norm', pooled),
    ...headRows('image', pooled, form),
  ];
}
