import {
  CaptionAugmentation,
  contentHash,
  Dataset,
  type Evaluator,
  ImageEncoder,
  sha256,
  type Signal,
  Teacher,
  TextEncoder,
  Tokenizer,
  UserError,
} from '@alignclip/core';
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
  /** The same without maps and evaluators: neither of them repeats the training. */
  readonly trainingKey: string;
  readonly code: string;
  readonly data: string;
}

/** A part that may depend on files beside its options, such as pretrained weights. */
type OfFiles = Pick<Teacher | ImageEncoder | TextEncoder | Tokenizer | CaptionAugmentation | Evaluator, 'fingerprint'>;

/** The parts of a run whose files are part of its keys; the teacher only where it is asked. */
export interface PartsOfFiles {
  readonly teacher?: OfFiles;
  readonly imageEncoder?: OfFiles;
  readonly textEncoder?: OfFiles;
  readonly tokenizer?: OfFiles;
  readonly captionAugmentation?: OfFiles;
  readonly evaluators?: OfFiles;
}

/** The keys of a composed cell. */
export async function keysOfRun(run: Run, cell: Cell, fingerprint: CodeFingerprint): Promise<CellKeys> {
  const { needs } = await run.get(TrainingObjective);
  return cellKeys(cell, await run.get(Dataset), fingerprint, needs, await partsOfFiles(run, cell, needs));
}

export async function partsOfFiles(run: Run, cell: Cell, needs: ReadonlySet<Signal>): Promise<PartsOfFiles> {
  return {
    imageEncoder: await run.get(ImageEncoder),
    textEncoder: await run.get(TextEncoder),
    tokenizer: await run.get(Tokenizer),
    ...(needs.has('textViews') && { captionAugmentation: await run.get(CaptionAugmentation) }),
    ...(asksTeacher(cell, needs) && { teacher: await run.get(Teacher) }),
    evaluators: together(await run.evaluators()),
  };
}

/** Evaluators with files as one part; none where no evaluator has files. */
function together(evaluators: readonly Evaluator[]): OfFiles {
  const ofFiles = evaluators.filter((one) => 'fingerprint' in one);
  if (ofFiles.length === 0) return {};
  return { fingerprint: async () => contentHash(await Promise.all(ofFiles.map((one) => one.fingerprint!()))) };
}

/** Whether the result depends on the teacher: a loss term or an evaluator asks for S. */
const asksTeacher = ({ config }: Cell, needs: ReadonlySet<Signal>): boolean =>
  needs.has('semanticSimilarity') || config.evaluators.some(({ type }) => type === teacherAgreement.type);

/** `needs`: the signals that the loss terms need. Components of other signals don't affect the result and are left out. */
export async function cellKeys(
  cell: Cell,
  dataset: Pick<Dataset, 'fingerprint'>,
  fingerprint: CodeFingerprint,
  needs: ReadonlySet<Signal> = new Set(['semanticSimilarity']),
  parts: PartsOfFiles = {},
): Promise<CellKeys> {
  const { trainer, from } = fingerprint.registry.withoutWeights(cell.config.trainer);
  const data = withInitialWeights(await dataset.fingerprint(), from);
  const {
    evaluators,
    evaluationTransform,
    maps = [],
    teacher,
    viewAugmentation,
    captionAugmentation,
    ...rest
  } = cell.config;
  const training = {
    ...rest,
    trainer,
    ...(needs.has('semanticSimilarity') && { teacher }),
    ...(needs.has('views') && { viewAugmentation }),
    ...(needs.has('textViews') && captionAugmentation && { captionAugmentation }),
  };
  const { teacher: ofTeacher, evaluators: ofEvaluators, ...ofTowers } = await filesOf(parts);
  const hash = (config: Partial<RunConfig>) => {
    const code = fingerprint.of(Object.values(config).flat());
    const files = {
      ...ofTowers,
      ...('teacher' in config && ofTeacher !== undefined && { teacher: ofTeacher }),
      ...('evaluators' in config && ofEvaluators !== undefined && { evaluators: ofEvaluators }),
    };
    return { code, key: contentHash({ config, seed: cell.seed, data, code, ...files }) };
  };
  const whole = hash({
    ...training,
    ...(asksTeacher(cell, needs) && { teacher }),
    ...(maps.length > 0 && { maps }),
    evaluators,
    evaluationTransform,
  });
  const key = cell.tuning === undefined ? whole.key : contentHash({ key: whole.key, tuning: cell.tuning });
  return { key, trainingKey: hash(training).key, code: whole.code, data };
}

/** The hashes of the parts that have one. */
async function filesOf(parts: PartsOfFiles): Promise<Partial<Record<keyof PartsOfFiles, string>>> {
  const hashes = await Promise.all(
    Object.entries(parts).map(async ([name, part]: [string, OfFiles]) => [name, await part.fingerprint?.()] as const),
  );
  return Object.fromEntries(hashes.filter(([, hash]) => hash !== undefined));
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
