import { contentHash, type Dataset, type Spec } from '@alignclip/core';
import type { Cell } from './cells';
import type { CodeFingerprint } from './code-fingerprint';
import type { RunConfig } from './run-config';

/** What identifies a cell's result, and what identifies the trained weights under it. */
export interface CellKeys {
  /** Of config, seed, data and code. */
  readonly key: string;
  /** The same without the evaluators: a changed evaluator doesn't train anew. */
  readonly trainingKey: string;
  readonly code: string;
  readonly data: string;
}

export async function cellKeys(
  cell: Cell,
  dataset: Pick<Dataset, 'fingerprint'>,
  fingerprint: CodeFingerprint,
): Promise<CellKeys> {
  const data = await dataset.fingerprint();
  const { evaluators, evaluationTransform, ...training } = cell.config;
  const hash = (config: Partial<RunConfig>) => {
    const code = fingerprint.of(Object.values(config).flat() as Spec[]);
    return { code, key: contentHash({ config, seed: cell.seed, data, code }) };
  };
  const whole = hash({ ...training, evaluators, evaluationTransform });
  return { key: whole.key, trainingKey: hash(training).key, code: whole.code, data };
}
