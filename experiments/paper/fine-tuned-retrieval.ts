import { claim, gap, retrieval, scoreTable, trainer, warmUpCosine } from 'alignclip';
import { paperExperiment } from './shared/base';
import { onePoint, recallColumns, recallKeys } from './shared/columns';
import { data, isReal } from './shared/data';
import table1 from './table-1';

const { dataset, split, paper } = data.fineTuning;
/** Each model continues from its own weights. */
const studied = ['trainer.from'];
/** The towers and the tokenizer are those of Table 1 in the same profile. */
const tuning = (profile: 'quick' | 'smoke' | 'full', steps: number, batchSize: number, resamples: number) => ({
  ...table1.profiles?.[profile],
  base: {
    ...table1.profiles?.[profile]?.base,
    dataset,
    trainer: trainer({ steps, batchSize }),
    schedule: warmUpCosine({ rate: 3e-4, warmUp: Math.ceil(steps / 8) }),
    probes: [],
    evaluators: [gap({ splits: [split], resamples }), retrieval({ splits: [split], captions: 'all', resamples })],
  },
});

/** Fine-tuned retrieval: each model of Table 1 continues training on other data before retrieval there. */
export default paperExperiment({
  name: 'fine-tuned-retrieval',
  startsFrom: table1,
  profiles: {
    smoke: tuning('smoke', 4, isReal ? 2 : 32, 0),
    quick: tuning('quick', 80, 128, 200),
    full: tuning('full', 300, 128, 1000),
  },
  tables: [
    scoreTable({
      title: `Retrieval after fine-tuning (${split})`,
      baseline: 'CLIP',
      studied,
      columns: recallColumns(split, paper),
    }),
  ],
  claims: [
    claim({
      claim: 'SharedCLIP and AlignCLIP retrieve better than CLIP after fine-tuning',
      source: 'fine-tuned retrieval',
      pairs: [
        ['SharedCLIP', 'CLIP'],
        ['AlignCLIP', 'CLIP'],
      ],
      studied,
      scores: [{ name: 'mean recall', score: recallKeys(split), better: 'higher', percent: true }],
      margin: onePoint,
    }),
  ],
});
