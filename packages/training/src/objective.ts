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
    const weighted = this.terms.map((term) => tf.mul<Scalar>(terms[term.symbol]!, weightOf(term, batch)));
    return { terms, total: tf.addN(weighted) };
  }
}

/** Without a training, the weight is that of its end. */
const weightOf = ({ weight, weightAt }: LossTerm, { progress = 1 }: EmbeddedBatch): number =>
  weightAt?.(progress) ?? weight;

/** The unweighted terms by symbol, and the weighted sum `L`, as numbers. */
export const lossNumbers = ({ total, terms }: ObjectiveValue): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries({ ...terms, L: total }).map(([key, value]) => [key, value.dataSync()[0]!]));
