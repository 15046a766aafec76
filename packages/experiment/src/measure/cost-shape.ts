import { contentHash, type Spec } from '@alignclip/core';
import type { RunConfig } from '../run-config';

/**
 * Names what decides time and memory of a step: data, towers, batch, terms of the loss, teacher. Left out are sharing,
 * temperature, schedule, weights of terms, and all that evaluates: they cost next to nothing in a step.
 */
export function costShape({ losses, trainer, optimizer, ...config }: RunConfig): string {
  const { dataset, augmentation, viewAugmentation, tokenizer, imageEncoder, textEncoder, teacher, probes } = config;
  const { batchSize, accumulate } = trainer.options;
  const terms = losses.map(termShape);
  const towers = [imageEncoder, textEncoder, tokenizer];
  return contentHash({
    dataset,
    augmentation,
    viewAugmentation,
    towers,
    teacher,
    probes,
    terms,
    optimizer: optimizer.type,
    batchSize,
    accumulate,
  });
}

const costless: ReadonlySet<string> = new Set(['weight', 'symbol', 'temperature']);

function termShape({ type, options }: Spec<'losses'>) {
  return { type, form: Object.fromEntries(Object.entries(options).filter(([name]) => !costless.has(name))) };
}
