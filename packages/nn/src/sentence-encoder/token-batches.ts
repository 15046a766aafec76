import { rowsAreIndependent } from '@alignclip/backend';

/** Sentences of the same length that are embedded together. */
export interface TokenBatch {
  /** The places of the sentences in the input. */
  readonly indices: readonly number[];
  readonly length: number;
  readonly ids: Int32Array; // [indices.length * length]
}

/** Groups rows of equal length, shortest first; a batch has at most `maxTokens` tokens, or one sentence. */
export function* tokenBatches(rows: readonly (readonly number[])[], maxTokens: number): Generator<TokenBatch> {
  const byLength = new Map<number, number[]>();
  rows.forEach(({ length }, index) => {
    if (!byLength.has(length)) byLength.set(length, []);
    byLength.get(length)!.push(index);
  });
  for (const [length, all] of [...byLength].sort(([a], [b]) => a - b)) {
    const size = Math.max(1, Math.floor(maxTokens / length));
    for (let start = 0; start < all.length; start += size) {
      const indices = all.slice(start, start + size);
      yield { indices, length, ids: Int32Array.from(indices.flatMap((index) => rows[index]!)) };
    }
  }
}

/** The tokens of a batch: those of one sentence where its row would depend on its company otherwise. */
export const batchTokens = (): number => (rowsAreIndependent() ? 4096 : 1);
