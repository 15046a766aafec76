import { tf } from '@alignclip/backend';
import type { EmbeddedBatch, Scalar } from '@alignclip/core';

/** s = 1/τ of a term: from its own fixed temperature, else the model's learned logit scale. */
export const logitScaleOf = (batch: EmbeddedBatch, temperature: number | undefined): Scalar =>
  temperature === undefined ? batch.logitScale : tf.scalar(1 / temperature);
