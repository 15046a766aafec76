import type { ParameterShapes } from '../parameter-shapes';
import { blockRows, blockSizes, normRows, poolingRows, type BlockSizes, type Row } from './blocks';
import { headForm, headRows, type HeadForm } from './head';

/** What the parameters of a text transformer determine, in the words of the component's options. */
export interface TextTransformerForm extends BlockSizes, HeadForm {
  readonly type: 'text-transformer';
  readonly contextLength: number;
  readonly vocabularySize: number;
  /** Which token is pooled, the parameters tell for a probe and a class token only; the end token is assumed. */
  readonly pooling: 'end' | 'last' | 'mean' | 'map' | 'class-token';
  /** Not told by the parameters; assumed true. */
  readonly causal: boolean;
  /** What a class token sees, where that is told. */
  readonly classMask?: 'text' | 'legacy';
}

/** Reads the form of the text tower. Throws UserError naming a parameter that is missing or has another rank. */
export function textTransformerForm(shapes: ParameterShapes): TextTransformerForm {
  const [vocabularySize = 0, width = 0] = shapes.of('text/token-embedding', 2);
  const [places = 0] = shapes.of('text/positions', 2);
  const classToken = shapes.has('text/class-token');
  const pooling = classToken ? 'class-token' : 'end';
  return {
    type: 'text-transformer',
    ...blockSizes(shapes, 'text', width),
    contextLength: places - (classToken ? 1 : 0),
    vocabularySize,
    pooling: shapes.has('text/pooling/probe') ? 'map' : pooling,
    causal: true,
    ...headForm(shapes, 'text', width),
  };
}

/** All parameters of the text tower. */
export function textTransformerRows(form: TextTransformerForm): Row[] {
  const { width, contextLength, vocabularySize } = form;
  const classToken = form.pooling === 'class-token';
  return [
    ...(classToken ? ([['text/class-token', [width]]] satisfies Row[]) : []),
    ['text/positions', [contextLength + (classToken ? 1 : 0), width]],
    ['text/token-embedding', [vocabularySize, width]],
    ...blockRows('text', form),
    ...(form.pooling === 'map' ? poolingRows('text', form) : []),
    ...normRows('text/post-norm', width),
    ...headRows('text', width, form),
  ];
}
