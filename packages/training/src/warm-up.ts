import { z } from 'zod';

/** Options that all schedules have. */
export const warmUpOptions = {
  rate: z.number().positive().default(1e-3).describe('base learning rate η, reached at the end of the warm-up'),
  warmUp: z.int().min(0).default(50).describe('steps of linear warm-up'),
};

/** Warm-up, then the base rate: base · min(1, (step + 1) / warmUp) at a step counted from 0 (official `scheduler.py`). */
export const warmedUpRate = (base: number, warmUp: number, step: number): number =>
  step < warmUp ? (base * (step + 1)) / warmUp : base;
