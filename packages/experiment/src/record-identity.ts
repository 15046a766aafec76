import { backendReport } from '@alignclip/backend';
import type { RunRecord, Spec } from '@alignclip/core';
import type { CellKeys } from './cell-keys';
import type { Cell } from './cells';
import type { CodeFingerprint } from './code-fingerprint';
import type { LoadedExperiment } from './load-experiment';
import { provenance } from './provenance';

type Identity = Pick<
  RunRecord,
  'experiment' | 'key' | 'trainingKey' | 'variant' | 'seed' | 'factors' | 'config' | 'provenance' | 'tuning'
>;

/** What a record says of its cell before any result is there. */
export function recordIdentity(
  { definition: { name, tuning = {} } }: LoadedExperiment,
  { variant, seed, config, factors }: Cell,
  { key, trainingKey, code, data }: CellKeys,
  fingerprint: CodeFingerprint,
): Identity {
  const specs = Object.values(config).flat() as Spec[];
  const [parts, packages] = [fingerprint.parts(specs), fingerprint.packages(specs)];
  return {
    experiment: name,
    key,
    trainingKey,
    variant,
    seed,
    ...(factors && { factors }),
    config: config as unknown as RunRecord['config'],
    provenance: { ...provenance(backendReport()), code, parts, data, packages },
    ...(tuning[variant] && { tuning: tuning[variant] }),
  };
}
