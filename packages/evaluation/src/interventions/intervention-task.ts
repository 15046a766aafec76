import type { ClassSet, Dataset, DualEncoder, Matrix } from '@alignclip/core';
import type { Relevance } from '@alignclip/metrics';
import { type Targets, targetsOf } from '../class-sets/targets';
import { rightTexts } from '../retrieval/right-texts';
import { embedSplit, embedTexts, firstCaptions } from '../split/embedded-split';
import { classEmbeddings } from '../zero-shot/class-embeddings';

/** A split with everything that an intervention changes, and what it is judged by. */
export interface InterventionTask {
  readonly split: string;
  readonly image: Matrix; // [N, d]
  /** First captions. */
  readonly text: Matrix; // [N, d]
  readonly right: Relevance;
  readonly classSets: readonly ClassTask[];
}

export interface ClassTask {
  readonly name: string;
  readonly prompts: Matrix; // [classes, d]
  readonly targets: Targets;
}

/** A change of embeddings of one modality; class prompts are texts. */
export type Intervention = (rows: Matrix, modality: 'image' | 'text') => Matrix;

export async function interventionTask(
  model: DualEncoder,
  dataset: Dataset,
  name: string,
  sets: readonly ClassSet[],
): Promise<InterventionTask> {
  const split = await embedSplit(model, dataset, name);
  const captions = firstCaptions(split);
  const text = await embedTexts(model, captions, `captions of split "${name}"`);
  const classSets: ClassTask[] = [];
  for (const set of sets) {
    classSets.push({ name: set.name, prompts: await classEmbeddings(model, set), targets: targetsOf(split, set) });
  }
  const right = rightTexts(
    captions,
    captions.map((_, i) => i),
    captions.length,
  );
  return { split: name, image: split.image, text, right, classSets };
}

export const intervene = (task: InterventionTask, change: Intervention): InterventionTask => ({
  ...task,
  image: change(task.image, 'image'),
  text: change(task.text, 'text'),
  classSets: task.classSets.map((set) => ({ ...set, prompts: change(set.prompts, 'text') })),
});
