import { UserError } from '../errors';
import { slot } from '../token';
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
}

/** What a loss term may need in addition to the embeddings, by name, with the fields that a batch then has. */
interface Signals {
  /** S: cosine similarity of the captions' sentence embeddings, [N, N]. */
  semanticSimilarity: { readonly semanticSimilarity: Tensor2D };
  views: { readonly firstView: Tensor2D; readonly secondView: Tensor2D };
  /** Number of each example's class by name of the class set, -1 without one, [N] int32. */
  labels: { readonly labels: Readonly<Record<string, Tensor1D>> };
}

/** A run computes only the signals that its terms need. */
export type Signal = keyof Signals;

/** The fields of each signal, and its name in errors. */
const signals = {
  semanticSimilarity: { parts: ['semanticSimilarity'], title: 'the semantic similarity S of the captions' },
  views: { parts: ['firstView', 'secondView'], title: 'two augmented views per image' },
  labels: { parts: ['labels'], title: 'class labels' },
} as const satisfies { readonly [Name in Signal]: { readonly parts: readonly (keyof Signals[Name])[]; title: string } };

/** One batch after the encoders. */
export interface EmbeddedBatch extends TowerOutputs, Partial<Signals['semanticSimilarity'] & Signals['labels']> {
  /** 1/τ, a scalar in [1, 100] after the clamp. */
  readonly logitScale: Scalar;
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
