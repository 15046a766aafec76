/** Learning rate at a step counted from 0, as the official `scheduler.py` has it: base · (step + 1) / warmUp first. */
const warmingUp = (base: number, warmUp: number, step: number) => (base * (step + 1)) / warmUp;

/** Warm-up, then ½ (1 + cos π·progress) · base. The step is not capped: past the end the rate rises again. */
export function cosineRate(base: number, warmUp: number, steps: number, step: number): number {
  if (step < warmUp) return warmingUp(base, warmUp, step);
  return 0.5 * (1 + Math.cos((Math.PI * (step - warmUp)) / (steps - warmUp))) * base;
}

/** Warm-up, then the base rate. */
export function constantRate(base: number, warmUp: number, step: number): number {
  return step < warmUp ? warmingUp(base, warmUp, step) : base;
}

export interface Cooldown {
  /** Steps at the end over which the rate falls. */
  readonly steps: number;
  readonly power: number;
  readonly endRate: number;
}

/** Warm-up, the base rate, then (1 - progress)^power · (base - end) + end over the last `cooldown.steps`. */
export function constantCooldownRate(
  base: number,
  warmUp: number,
  steps: number,
  cooldown: Cooldown,
  step: number,
): number {
  const start = steps - cooldown.steps;
  if (step < warmUp || step < start) return constantRate(base, warmUp, step);
  const remaining = 1 - (step - start) / (steps - start);
  return remaining ** cooldown.power * (base - cooldown.endRate) + cooldown.endRate;
}
