import { tf } from '@alignclip/backend';
import { UserError, type EmbeddedBatch, type LossTerm, type Scalar, type Signal } from '@alignclip/core';

/** The loss of a batch: the weighted sum, and the unweighted terms by symbol. */
export interface ObjectiveValue {
  readonly total: Scalar;
  readonly terms: Readonly<Record<string, Scalar>>;
}

/** L = Σ w_k L_k, with w_k at the batch's progress where a term has a schedule. */
export class Objective {
  readonly needs: ReadonlySet<Signal>;

  constructor(readonly terms: readonly LossTerm[]) {
    if (terms.length === 0) throw new UserError('losses = []: an objective needs at least one loss term');
    const symbols = terms.map(({ symbol }) => symbol);
    const repeated = symbols.find((symbol, i) => symbols.indexOf(symbol) !== i);
    if (repeated) throw new UserError(`losses: two terms have the symbol "${repeated}"; give one of them another`);
    this.needs = new Set(terms.flatMap(({ needs }) => needs ?? []));
  }

  evaluate(batch: EmbeddedBatch): ObjectiveValue {
    const terms = Object.fromEntries(this.terms.map((term) => [term.symbol, term.compute(batch)]));
    const weighted = this.terms.map((term) => times(terms[term.symbol]!, weightOf(term, batch)));
    return { terms, total: tf.addN(weighted) };
  }
}

const times = (value: Scalar, weight: number): Scalar => (weight === 1 ? value : tf.mul(value, weight));

/** Without a training, the weight is that of its end. */
const weightOf = ({ weight, weightAt }: LossTerm, { progress = 1 }: EmbeddedBatch): number =>
  weightAt?.(progress) ?? weight;

/** The unweighted terms by symbol, and the weighted sum `L`, as numbers. */
export type Losses = Readonly<Record<string, number>>;

/**
 * Keeps the losses where they are; the function that is returned reads them when it is called first, and until then nothing
 * waits for a GPU. Whoever never calls it leaves their tensors behind.
 */
export function keptLosses({ total, terms }: ObjectiveValue): () => Losses {
  const kept = Object.entries({ ...terms, L: total }).map(([key, value]) => [key, tf.keep(value.clone())] as const);
  let numbers: Losses | undefined;
  return () => {
    if (numbers) return numbers;
    numbers = Object.fromEntries(kept.map(([key, value]) => [key, value.dataSync()[0]!]));
    tf.dispose(kept.map(([, value]) => value));
    return numbers;
  };
}
