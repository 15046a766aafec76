import type { RunRecord } from '@alignclip/core';

/**
 * Why some of the runs are too short for a verdict: they are of the profile `smoke`, whose few steps only prove that
 * everything runs, or their training ended within its warm-up. Undefined where none is.
 */
export function shortRunLimit(runs: readonly RunRecord[]): string | undefined {
  if (runs.some(({ profile }) => profile === 'smoke')) {
    return 'smoke runs are too short for a verdict; run another profile, such as quick';
  }
  const short = runs.find(({ config }) => {
    const [steps, warmUp] = [numberIn(config['trainer'], 'steps'), numberIn(config['schedule'], 'warmUp')];
    return steps !== undefined && warmUp !== undefined && steps <= warmUp;
  });
  if (short === undefined) return undefined;
  const steps = numberIn(short.config['trainer'], 'steps');
  return `a training of ${steps} steps ends within its warm-up of ${numberIn(short.config['schedule'], 'warmUp')}, too short for a verdict`;
}

function numberIn(spec: RunRecord['config'][string] | undefined, option: string): number | undefined {
  if (spec === undefined || Array.isArray(spec)) return undefined;
  const value = spec.options[option];
  return typeof value === 'number' ? value : undefined;
}
