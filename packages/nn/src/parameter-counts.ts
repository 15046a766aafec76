import type { ParameterStore } from './parameter-store';

/** Numbers of trained values: held by both towers, by one of them, and by neither tower (`logit-scale`, loss terms). */
export interface ParameterCounts {
  readonly total: number;
  readonly shared: number;
  readonly image: number;
  readonly text: number;
  /** Of all these, the values that are frozen; absent where none are. */
  readonly frozen?: number;
}

export function countParameters(store: ParameterStore): ParameterCounts {
  const counts = { total: 0, shared: 0, image: 0, text: 0 };
  let frozen = 0;
  for (const [address, variable] of store.entries()) {
    const owner = address.split('/')[0];
    counts.total += variable.size;
    if (!variable.trainable) frozen += variable.size;
    if (owner === 'shared' || owner === 'image' || owner === 'text') counts[owner] += variable.size;
  }
  return { ...counts, ...(frozen > 0 && { frozen }) };
}
