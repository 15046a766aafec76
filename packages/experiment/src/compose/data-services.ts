import {
  Augmentation,
  CaptionAugmentation,
  Dataset,
  ImageEncoder,
  type Json,
  type Modality,
  parseOptions,
  Progress,
  type ReportProgress,
  type Signal,
  type Spec,
  Teacher,
  TextEncoder,
  type Token,
  Tokenizer,
  UserError,
  ViewAugmentation,
} from '@alignclip/core';
import type { FeatureServices, TrainingData } from '@alignclip/training';
import type { RunConfig } from '../define/run-config';
import { ContainerModule } from 'inversify';
import type { Registry } from '../define/registry';

type Services = typeof TrainingData extends Token<infer T> ? T : never;

/**
 * What batches are made of: exactly the signals that the loss terms need. A run without S never loads a sentence
 * encoder, and one without views makes no second crop. Throws UserError if a tower lacks what is needed.
 */
export async function trainingData(
  get: <T>(token: Token<T>) => Promise<T>,
  needs: ReadonlySet<Signal>,
  seed: number,
  report: ReportProgress,
): Promise<Services> {
  const dataset = await get(Dataset);
  if (needs.has('views') && (await get(ImageEncoder)).features === undefined)
    throw new UserError('losses: a term needs views of the images, but the image encoder offers no features');
  if (needs.has('textViews') && (await get(TextEncoder)).features === undefined)
    throw new UserError('losses: a term needs changed captions, but the text encoder offers no features');
  return {
    seed,
    dataset,
    tokenizer: await get(Tokenizer),
    augmentation: await get(Augmentation),
    teacher: needs.has('semanticSimilarity') ? await prepared(await get(Teacher), dataset, report) : undefined,
    viewAugmentation: needs.has('views') ? await get(ViewAugmentation) : undefined,
    labelled: needs.has('labels'),
    captionAugmentation: needs.has('textViews') ? await get(CaptionAugmentation) : undefined,
  };
}

/** The teacher, with every training caption embedded already if the data set lists them. */
async function prepared(teacher: Teacher, dataset: Dataset, report: ReportProgress): Promise<Teacher> {
  if (teacher.prepare && dataset.trainingCaptions) await teacher.prepare(await dataset.trainingCaptions(), report);
  return teacher;
}

/** What names the features of frozen trunks: options and code of a tower and, for images, of the transform before it. */
export const featureServices = (
  { dataset, imageEncoder, textEncoder }: RunConfig,
  transform: Spec,
  codeOf: ((specs: readonly Spec[]) => string) | undefined,
): Pick<FeatureServices, 'codeOf' | 'codeOfData'> => ({
  codeOfData: codeOf && (() => codeOf([dataset])),
  codeOf:
    codeOf &&
    ((modality: Modality): Json => {
      const specs: Spec[] = modality === 'image' ? [imageEncoder, transform] : [textEncoder];
      return { specs: specs.map(({ type, options }) => ({ type, options })), code: codeOf(specs) };
    }),
});

/**
 * A data set on its own, without a run. Throws UserError on invalid options, and if it needs other parts of a run.
 */
export async function openDataset(
  registry: Registry,
  spec: Spec,
  report: ReportProgress = () => undefined,
): Promise<Dataset> {
  const { options, inject, create } = registry.find(spec);
  const services = inject.map((token) => {
    if (token.id === Progress.id) return report;
    throw new UserError(`data set "${spec.type}" needs other parts of a run and can't be opened on its own`);
  });
  return (await create(parseOptions(`dataset/${spec.type}`, options, spec.options), ...services)) as Dataset;
}

/** Puts a data set that is open already in place of a run's own. */
export const withDataset = (dataset: Dataset): ContainerModule =>
  new ContainerModule(({ bind, unbind }) => {
    unbind(Dataset.id);
    bind(Dataset.id).toConstantValue(dataset);
  });
