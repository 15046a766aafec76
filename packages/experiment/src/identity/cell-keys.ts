import { contentHash, Dataset, sha256, type Signal, Teacher, UserError } from '@alignclip/core';
import { teacherAgreement } from '@alignclip/evaluation';
import { TrainingObjective } from '@alignclip/training';
import { readFileSync } from 'node:fs';
import type { Cell } from '../define/cells';
import type { CodeFingerprint } from './code-fingerprint';
import type { Run } from '../compose/compose';
import type { RunConfig } from '../define/run-config';

/** What identifies a cell's result, and what identifies its trained weights. */
export interface CellKeys {
  /** Hash of config, seed, data and code. */
  readonly key: string;
  /** The same without the evaluators: a changed evaluator doesn't repeat the training. */
  readonly trainingKey: string;
  readonly code: string;
  readonly data: string;
}

/** The keys of a composed cell. */
export async function keysOfRun(run: Run, cell: Cell, fingerprint: CodeFingerprint): Promise<CellKeys> {
  const { needs } = await run.get(TrainingObjective);
  const teacher = asksTeacher(cell, needs) ? await run.get(Teacher) : undefined;
  return cellKeys(cell, await run.get(Dataset), fingerprint, needs, teacher);
}

/** Whether the result depends on the teacher: a loss term or an evaluator asks for S. */
export const asksTeacher = ({ config }: Cell, needs: ReadonlySet<Signal>): boolean =>
  needs.has('semanticSimilarity') || config.evaluators.some(({ type }) => type === teacherAgreement.type);

/** `needs`: the signals that the loss terms need. Components of other signals don't affect the result and are left out. */
export async function cellKeys(
  cell: Cell,
  dataset: Pick<Dataset, 'fingerprint'>,
  fingerprint: CodeFingerprint,
  needs: ReadonlySet<Signal> = new Set(['semanticSimilarity']),
  asked?: Pick<Teacher, 'fingerprint'>,
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
  const weights = await asked?.fingerprint?.();
  const hash = (config: Partial<RunConfig>) => {
    const code = fingerprint.of(Object.values(config).flat());
    const ofTeacher = 'teacher' in config && weights !== undefined ? { teacher: weights } : {};
    return { code, key: contentHash({ config, seed: cell.seed, data, code, ...ofTeacher }) };
  };
  const whole = hash({ ...training, ...(asksTeacher(cell, needs) && { teacher }), evaluators, evaluationTransform });
  return { key: whole.key, trainingKey: hash(training).key, code: whole.code, data };
}

/** A run that starts from a file depends on its content, not on its path. Throws UserError if it can't be read. */
function withInitialWeights(data: string, from: string | undefined): string {
  if (from === undefined) return data;
  try {
    return contentHash({ data, from: sha256(readFileSync(from)) });
  } catch {
    throw new UserError(`trainer.from = "${from}": the file is missing or can't be read`);
  }
}
