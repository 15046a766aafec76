import { contentHash, Dataset, sha256, type Signal, type Spec, UserError } from '@alignclip/core';
import { teacherAgreement } from '@alignclip/evaluation';
import { TrainingObjective } from '@alignclip/training';
import { readFileSync } from 'node:fs';
import type { Cell } from '../define/cells';
import type { CodeFingerprint } from './code-fingerprint';
import type { Run } from '../compose/compose';
import type { RunConfig } from '../define/run-config';

/** What identifies a cell's result, and what identifies the trained weights under it. */
export interface CellKeys {
  /** Of config, seed, data and code. */
  readonly key: string;
  /** The same without the evaluators: a changed evaluator doesn't train anew. */
  readonly trainingKey: string;
  readonly code: string;
  readonly data: string;
}

/** The keys of a composed cell. */
export async function keysOfRun(run: Run, cell: Cell, fingerprint: CodeFingerprint): Promise<CellKeys> {
  const { needs } = await run.get(TrainingObjective);
  return cellKeys(cell, await run.get(Dataset), fingerprint, needs);
}

/** `needs`: what the loss terms ask for. What makes a signal that nobody asks for decides nothing and is left out. */
export async function cellKeys(
  cell: Cell,
  dataset: Pick<Dataset, 'fingerprint'>,
  fingerprint: CodeFingerprint,
  needs: ReadonlySet<Signal> = new Set(['semanticSimilarity']),
): Promise<CellKeys> {
  const { trainer, from } = fingerprint.registry.withoutWeights(cell.config.trainer);
  const data = withInitialWeights(await dataset.fingerprint(), from);
  const { evaluators, evaluationTransform, teacher, viewAugmentation, ...rest } = cell.config;
  const training = {
    ...rest,
    trainer,
    ...(needs.has('semanticSimilarity') && { teacher }),
    ...(needs.has('views') && { viewAugmentation }),
  };
  const hash = (config: Partial<RunConfig>) => {
    const code = fingerprint.of(Object.values(config).flat() as Spec[]);
    return { code, key: contentHash({ config, seed: cell.seed, data, code }) };
  };
  const asksTeacher = evaluators.some(({ type }) => type === teacherAgreement.type);
  const whole = hash({ ...training, ...(asksTeacher && { teacher }), evaluators, evaluationTransform });
  return { key: whole.key, trainingKey: hash(training).key, code: whole.code, data };
}

/** A run that begins with a file depends on what is in it, not on where it lies. Throws UserError where it can't be read. */
function withInitialWeights(data: string, from: string | undefined): string {
  if (from === undefined) return data;
  try {
    return contentHash({ data, from: sha256(readFileSync(from)) });
  } catch {
    throw new UserError(`trainer.from = "${from}": no such file, or it can't be read`);
  }
}
