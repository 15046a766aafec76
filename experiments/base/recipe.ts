import { defineExperiment, scoreTable, trainer, warmUpCosine, type ExperimentDefinition } from 'alignclip';
import quickstart from '../quickstart';
import { centroidDistance, columnOf, recalls, relativeGap } from './measures';

/** Steps of one epoch over the 4,502 training examples of emoji, in batches of 128. */
const epoch = 35;

interface Recipe extends Pick<ExperimentDefinition, 'name' | 'variants' | 'claims'> {
  /** The variant of the quickstart whose weights all variants start from. */
  readonly from: 'CLIP' | 'SharedCLIP';
  /** What the recipe changes in the quickstart. */
  readonly base?: Partial<ExperimentDefinition['base']>;
  readonly steps?: number;
  readonly baseline?: string;
}

/** Goes on from the quickstart's models, seed by seed, on the same data: run the quickstart first. */
export function recipe({ from, base = {}, steps = epoch, baseline = `${from}, continued`, ...given }: Recipe) {
  const { full, smoke } = quickstart.profiles!;
  return defineExperiment({
    ...given,
    folder: 'quickstart',
    startsFrom: { experiment: quickstart, variant: from },
    seeds: quickstart.seeds,
    base: {
      ...quickstart.base,
      schedule: warmUpCosine({ rate: 1e-4, warmUp: Math.ceil(steps / 10) }),
      trainer: trainer({ steps }),
      ...base,
    },
    profiles: {
      full: { ...full, base: {} },
      smoke: { ...smoke, base: { trainer: trainer({ steps: 4, batchSize: 32 }) } },
    },
    tables: [
      scoreTable({
        title: `Going on from ${from}`,
        baseline,
        columns: [
          columnOf(centroidDistance),
          columnOf(relativeGap),
          ...recalls('image-to-text'),
          ...recalls('text-to-image'),
        ],
      }),
    ],
  });
}
