import type { ParameterStore } from './parameter-store';

/** Numbers of parameters: of both towers, of one of them, and in total (with `logit-scale` and loss terms). */
export interface ParameterCounts {
  readonly total: number;
  readonly shared: number;
  readonly image: number;
  readonly text: number;
  /** The frozen ones among `total`; absent where there are none. */
  readonly frozen?: number;
}

export function countParameters(store: ParameterStore): ParameterCounts {
  const counts = { total: 0, shared: 0, image: 0, text: 0 };
  let frozen = 0;
  for (const [address, variable] of store.entries()) {
    if (store.isState(address)) continue;
    const owner = store.holder(address) ?? address.split('/')[0];
    counts.total += variable.size;
    if (!variable.trainable) frozen += variable.size;
    if (owner === 'shared' || owner === 'image' || owner === 'text') counts[owner] += variable.size;
  }
  return { ...counts, ...(frozen > 0 && { frozen }) };
}
