import { UserError } from '../errors';
import { slot } from '../token';
import type { LossDraws } from '../loss-draws';
import type { Scalar, Tensor1D, Tensor2D } from '../tensors';

/** The towers' outputs for a batch. N = batch size, d = embedding width, w = feature width. */
export interface TowerOutputs {
  /** Unit rows v_i, [N, d]. */
  readonly image: Tensor2D;
  /** Unit rows t_i, [N, d]. */
  readonly text: Tensor2D;
  /** The image tower's features of an augmented view of each image, [N, w]; present if a term needs `views`. */
  readonly firstView?: Tensor2D;
  /** The same of another view, [N, w]. */
  readonly secondView?: Tensor2D;
  /** Rows of the image side before their normalisation, [N, d]; present if a term needs `imageRaw`. */
  readonly imageRaw?: Tensor2D;
  /** The same of the text side, [N, d]; with `textRaw`. */
  readonly textRaw?: Tensor2D;
  /** The towers' features, [N, w] each, with the widths of the towers; present if a term needs `features`. */
  readonly imageFeatures?: Tensor2D;
  readonly textFeatures?: Tensor2D;
  /** Unit rows of each image's first view, [N, d]; present if a term needs `viewRows`. */
  readonly imageView?: Tensor2D;
  /** Unit rows of a changed copy of each caption, [N, d], and its features, [N, w]; present if a term needs `textViews`. */
  readonly textView?: Tensor2D;
  readonly textViewFeatures?: Tensor2D;
}

/** The rows of a batch by the model that a run started from; none of them has a gradient. */
export interface FrozenRows {
  /** Unit rows, [N, d]. */
  readonly image: Tensor2D;
  readonly text: Tensor2D;
  /** Before their normalisation, [N, d]. */
  readonly imageRaw: Tensor2D;
  readonly textRaw: Tensor2D;
  /** 1/τ of that model. */
  readonly logitScale: Scalar;
}

/** What a loss term may need in addition to the embeddings, by name, with the fields that a batch then has. */
interface Signals {
  /** S: cosine similarity of the captions' sentence embeddings, [N, N]. */
  semanticSimilarity: { readonly semanticSimilarity: Tensor2D };
  views: { readonly firstView: Tensor2D; readonly secondView: Tensor2D };
  /** Number of each example's class by name of the class set, -1 without one, [N] int32. */
  labels: { readonly labels: Readonly<Record<string, Tensor1D>> };
  imageRaw: { readonly imageRaw: Tensor2D };
  textRaw: { readonly textRaw: Tensor2D };
  features: { readonly imageFeatures: Tensor2D; readonly textFeatures: Tensor2D };
  viewRows: { readonly imageView: Tensor2D };
  textViews: { readonly textView: Tensor2D; readonly textViewFeatures: Tensor2D };
  frozen: { readonly frozen: FrozenRows };
  /** Finished steps / steps of the training, in [0, 1]. */
  progress: { readonly progress: number };
  draws: { readonly draws: LossDraws };
}

/** A run computes only the signals that its terms need. */
export type Signal = keyof Signals;

/** The fields of each signal, and its name in errors. */
const signals = {
  semanticSimilarity: { parts: ['semanticSimilarity'], title: 'the semantic similarity S of the captions' },
  views: { parts: ['firstView', 'secondView'], title: 'two augmented views per image' },
  labels: { parts: ['labels'], title: 'class labels' },
  imageRaw: { parts: ['imageRaw'], title: 'the image rows before normalisation' },
  textRaw: { parts: ['textRaw'], title: 'the text rows before normalisation' },
  features: { parts: ['imageFeatures', 'textFeatures'], title: 'the features of both towers' },
  viewRows: { parts: ['imageView'], title: 'the row of an augmented view per image' },
  textViews: { parts: ['textView', 'textViewFeatures'], title: 'a changed copy of each caption' },
  frozen: { parts: ['frozen'], title: 'the rows of the model that the run started from' },
  progress: { parts: ['progress'], title: 'how much of the training is done' },
  draws: { parts: ['draws'], title: 'random numbers by example' },
} as const satisfies { readonly [Name in Signal]: { readonly parts: readonly (keyof Signals[Name])[]; title: string } };

type GivenSignal = Both<Signals['semanticSimilarity' | 'labels' | 'frozen' | 'progress' | 'draws']>;

/** One batch after the encoders. */
export interface EmbeddedBatch extends TowerOutputs, Partial<GivenSignal> {
  /** 1/τ, a scalar in [1, 100] after the clamp. */
  readonly logitScale: Scalar;
  /** Scores of every row with every row where the embedding head has a similarity of its own, [N, d], [M, d] → [N, M]. */
  readonly similarity?: ((x: Tensor2D, y: Tensor2D) => Tensor2D) | undefined;
}

type Both<Union> = (Union extends unknown ? (part: Union) => void : never) extends (part: infer All) => void
  ? All
  : never;

/** A batch that has the signals of these names. */
export type BatchWith<Needed extends Signal> = EmbeddedBatch &
  ([Needed] extends [never] ? unknown : Both<Signals[Needed]>);

/** One summand L_k of the objective L = Σ w_k L_k. */
export interface LossTerm {
  /** The key in logs and records, for example `L_IMsep`. */
  readonly symbol: string;
  /** w_k; the objective multiplies, `compute` does not. */
  readonly weight: number;
  /** w_k at this progress of the training, in [0, 1], where it has a schedule. */
  readonly weightAt?: ((progress: number) => number) | undefined;
  /** Whether it compares rows by `similarity` where a batch has one; other terms take inner products of unit rows. */
  readonly anySimilarity?: boolean;
  readonly needs?: readonly Signal[];
  /** The unweighted term: a finite scalar that does not depend on the order of the batch. */
  compute(batch: EmbeddedBatch): Scalar;
}

export const LossTerm = slot<LossTerm>()('losses', { many: true });

/**
 * A term whose `compute` gets what it `needs` as non-optional fields: `lossTerm({ symbol, weight, needs: ['views'], compute:
 * ({ firstView }) => … })`. Its `compute` throws UserError on a batch that lacks one of them; `hint` is added to the error.
 */
export function lossTerm<const Needed extends Signal = never>(
  term: Omit<LossTerm, 'needs' | 'compute'> & {
    readonly needs: readonly Needed[];
    readonly hint?: string;
    compute(batch: BatchWith<Needed>): Scalar;
  },
): LossTerm {
  const { hint, ...rest } = term;
  const compute = (batch: EmbeddedBatch): Scalar => {
    const lacks = (name: Signal) => signals[name].parts.some((part) => batch[part] === undefined);
    const missing = term.needs.find(lacks);
    if (missing === undefined) return term.compute(batch as BatchWith<Needed>);
    const advice = hint === undefined ? '' : `: ${hint}`;
    throw new UserError(`${term.symbol} needs ${signals[missing].title} (${missing}); this batch has none${advice}`);
  };
  return { ...rest, compute };
}
