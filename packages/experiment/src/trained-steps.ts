import { inspectSafetensors } from '@alignclip/formats';
import { existsSync } from 'node:fs';
import { z } from 'zod';

const training = z.object({ step: z.number().int().min(0) });

/** Steps that a checkpoint holds; 0 where there is none, or none that can be read. */
export async function trainedSteps(checkpoint: string): Promise<number> {
  if (!existsSync(checkpoint)) return 0;
  try {
    const { metadata } = await inspectSafetensors(checkpoint);
    return training.parse(JSON.parse(metadata['training'] ?? '')).step;
  } catch {
    return 0; // the cell itself says what is wrong with it
  }
}
