import type { ParameterShapes } from '../parameter-shapes';
import { blockRows, blockSizes, normRows, type BlockSizes, type Row } from './blocks';

/** What the parameters of a BERT determine, in the words of the component's options. */
export interface SentenceTransformerForm extends BlockSizes {
  readonly type: 'sentence-transformer';
  /** Places for tokens; without those that RoBERTa keeps for padding. */
  readonly contextLength: number;
  readonly vocabularySize: number;
  /** All tokens are read, and see each other. */
  readonly pooling: 'mean';
  readonly causal: false;
  readonly embeddingWidth: number;
  readonly projection: 'linear' | 'plain-mlp' | 'none';
  readonly projectionBias: false;
  /** Whose places and padding these are; not told by the parameters, BERT's are assumed. */
  readonly family: 'bert' | 'roberta';
}

export const isSentenceTransformer = (shapes: ParameterShapes): boolean => shapes.has('text/pre-norm/scale');

/** Reads the form of the text tower. Throws UserError naming a parameter that is missing or has another rank. */
export function sentenceTransformerForm(shapes: ParameterShapes): SentenceTransformerForm {
  const [vocabularySize = 0, width = 0] = shapes.of('text/token-embedding', 2);
  const [contextLength = 0] = shapes.of('text/positions', 2);
  return {
    type: 'sentence-transformer',
    ...blockSizes(shapes, 'text', width),
    contextLength,
    vocabularySize,
    pooling: 'mean',
    causal: false,
    ...projectionForm(shapes, width),
    projectionBias: false,
    family: 'bert',
  };
}

function projectionForm(
  shapes: ParameterShapes,
  width: number,
): Pick<SentenceTransformerForm, 'projection' | 'embeddingWidth'> {
  const mlp = ['input', 'output'].some((layer) => shapes.has(`text/projection/${layer}/kernel`));
  if (mlp) return { projection: 'plain-mlp', embeddingWidth: shapes.of('text/projection/output/kernel', 2)[1]! };
  if (!shapes.has('text/projection')) return { projection: 'none', embeddingWidth: width };
  return { projection: 'linear', embeddingWidth: shapes.of('text/projection', 2)[1]! };
}

/** All parameters of the text tower. */
export function sentenceTransformerRows(form: SentenceTransformerForm): Row[] {
  const { width, contextLength, vocabularySize, embeddingWidth, projection } = form;
  const hidden = Math.floor((width + embeddingWidth) / 2);
  const projections: Readonly<Record<typeof projection, Row[]>> = {
    none: [],
    linear: [['text/projection', [width, embeddingWidth]]],
    'plain-mlp': [
      ['text/projection/input/kernel', [width, hidden]],
      ['text/projection/output/kernel', [hidden, embeddingWidth]],
    ],
  };
  return [
    ['text/token-embedding', [vocabularySize, width]],
    ['text/positions', [contextLength, width]],
    ...normRows('text/pre-norm', width),
    ...blockRows('text', form),
    ...projections[projection],
  ];
}
