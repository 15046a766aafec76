import { defineExperiment, question, range, shared, trainer, type ExperimentDefinition } from 'alignclip';
import { emojiBase } from './base/emoji';
import { evaluators, figures, guard, recalls, tables } from './base/league';
import { maps } from './base/maps';
import { centroidDistance } from './base/measures';
import { hasPhotographs, pretrainedBase } from './base/pretrained';
import { folderOf } from './base/regime';
import { alsoShared, ofViews, rates, trainedRemedies, type Remedy } from './base/remedies';
import { publishedClaims } from './base/remedy-claims';
import { temperatures } from './base/temperatures';

const [base, rate] = hasPhotographs
  ? [pretrainedBase, 2e-3]
  : [{ ...emojiBase, trainer: trainer({ steps: 100 }) }, 1e-3];

const published = Object.entries(trainedRemedies(rate)).filter(([name]) => !hasPhotographs || !ofViews.includes(name));
const onShared = alsoShared.map((name) => [`${name}, shared`, name] as const);

const isOffTheNull = (treatment: string) =>
  question({
    question: `Does ${treatment} reduce the gap by more than temperature alone does?`,
    baseline: 'CLIP',
    treatment,
    ...centroidDistance,
    offFrontier: guard,
  });

interface Own {
  /** By the names of their variants. */
  readonly remedies?: Readonly<Record<string, Remedy>>;
  /** The components that they use and the packages lack. */
  readonly components?: NonNullable<ExperimentDefinition['components']>;
}

/**
 * Published remedies for the modality gap side by side, and your own: equal steps, equal trials on the validation split, and
 * the curve of fixed temperatures as the null. On emoji; on photographs with pretrained encoders where ALIGNCLIP_PHOTOS names
 * their folder.
 */
export function league({ remedies = {}, components = [] }: Own = {}) {
  const all = [...published, ...Object.entries(remedies)];
  return defineExperiment({
    name: 'remedies',
    folder: folderOf('remedies'),
    seeds: [0, 1],
    base: { ...base, evaluators },
    variants: {
      CLIP: {},
      ...temperatures,
      ...Object.fromEntries(all.map(([name, { change }]) => [name, change])),
      ...Object.fromEntries(
        onShared.map(([name, of]) => [name, { ...trainedRemedies(rate)[of]!.change, sharing: shared() }]),
      ),
      ...Object.fromEntries(Object.entries(maps).map(([name, own]) => [name, { maps: own }])),
    },
    tune: {
      by: { score: recalls.map((score) => score.replace('/test/', '/val/')), better: 'higher' },
      grids: {
        CLIP: rates(rate),
        ...Object.fromEntries(all.map(([name, { tried }]) => [name, tried])),
        ...Object.fromEntries(onShared),
        // The null and the maps are of the CLIP that was chosen.
        ...Object.fromEntries([...Object.keys(temperatures), ...Object.keys(maps)].map((name) => [name, 'CLIP'])),
      },
    },
    profiles: {
      full: hasPhotographs ? { seeds: range(10) } : { seeds: range(5), base: { trainer: trainer({ steps: 400 }) } },
      /** Checks only that everything runs. */
      smoke: { seeds: [0], base: { trainer: trainer({ steps: 4, batchSize: 32 }) } },
    },
    tables,
    figures,
    questions: ['SharedCLIP', 'CLIP + IMSep', 'AlignCLIP', 'ModGap', 'Cauchy–Schwarz'].map(isOffTheNull),
    claims: hasPhotographs ? [] : publishedClaims,
    components,
  });
}

export default league();
