import type { Json } from '@alignclip/core';
import type { BatchNumbers } from '../batch-numbers';

/** To the thread: begin making batches from a step on, or make one more. */
export type Request = { readonly begin: number; readonly position?: Json } | 'more';

/** From the thread: it has opened its data, a batch, or why there is none. */
export type Answer = 'ready' | { readonly numbers: BatchNumbers } | { readonly failed: string };

/** Batches that are made before they are asked for. */
export const batchesAhead = 2;

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
