import { numbersAtOnce } from '@alignclip/backend';

/** A step of several workers. */
export interface ExchangedStep {
  /** W, a power of two. */
  readonly workers: number;
  /** N, of the whole batch. */
  readonly batchSize: number;
  /** Numbers of a pair that the losses see: 2 d, and more where a term needs views, features or raw rows. */
  readonly rowWidth: number;
  /** P: numbers whose gradients pass a tower. */
  readonly parameters: number;
}

interface ExchangeCost {
  /** That each worker sends. */
  readonly bytes: number;
  /** Transfers between two workers that follow one another. */
  readonly transfers: number;
}

const bytesOfNumber = 4;

/** W - 1 times each worker sends a block on to its neighbour in the ring. */
const ring = (workers: number, numbers: number): ExchangeCost => ({
  bytes: bytesOfNumber * numbers * (workers - 1),
  transfers: workers - 1,
});

/**
 * What a step exchanges: rows N/W × width to all; gradients by recursive halving, log₂ W transfers with P (W - 1)/W numbers,
 * then in the ring as many; a flag. So 4 (N/W · width · (W - 1) + 2 P (W - 1)/W + W - 1) bytes, up to the padding of gradients
 * to W numbers. Left out: states of batch norm and rows of the starting model, and the comparison at a checkpoint.
 */
export function exchangeCost({ workers, batchSize, rowWidth, parameters }: ExchangedStep): ExchangeCost {
  if (workers === 1) return { bytes: 0, transfers: 0 };
  const rowsAtOnce = Math.max(1, Math.floor(numbersAtOnce / rowWidth));
  const rows = pieces(batchSize / workers, rowsAtOnce).map((count) => ring(workers, count * rowWidth));
  const gradients = pieces(parameters, numbersAtOnce).map((count) => {
    const share = Math.ceil(count / workers);
    const gathered = ring(workers, share);
    return { bytes: 2 * gathered.bytes, transfers: gathered.transfers + Math.log2(workers) };
  });
  return [...rows, ...gradients, ring(workers, 1)].reduce((sum, one) => ({
    bytes: sum.bytes + one.bytes,
    transfers: sum.transfers + one.transfers,
  }));
}

/** The lengths of the messages of a list. */
const pieces = (length: number, atMost: number): number[] =>
  Array.from({ length: Math.ceil(length / atMost) }, (_, i) => Math.min(atMost, length - i * atMost));
