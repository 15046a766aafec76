import { claim, emojiCaptions, gap, retrieval, scoreTable, trainer, warmUpCosine } from 'alignclip';
import { paperExperiment } from './shared/base';
import { recallColumns, recallKeys } from './shared/columns';
import table1 from './table-1';

/** The drawing that training never showed, which the models are tuned on now: seen emoji to train, unseen ones to test. */
const dataset = emojiCaptions({ drawings: ['openmoji'], heldOut: 'google' });
/** Each model goes on from its own weights. */
const studied = ['trainer.from'];
const evaluators = (resamples: number) => [
  gap({ resamples }),
  retrieval({ splits: ['test'], captions: 'all', resamples }),
];
const schedule = (rate: number, warmUp: number) => warmUpCosine({ rate, warmUp });

/** Fine-tuned retrieval: each model of Table 1 goes on training on another drawing before it retrieves there. */
export default paperExperiment({
  name: 'fine-tuned-retrieval',
  startsFrom: table1,
  profiles: {
    full: {
      seeds: [0, 1, 2, 3, 4],
      base: {
        dataset,
        trainer: trainer({ steps: 300 }),
        schedule: schedule(3e-4, 20),
        probes: [],
        evaluators: evaluators(1000),
      },
    },
    quick: {
      base: {
        dataset,
        trainer: trainer({ steps: 80 }),
        schedule: schedule(3e-4, 10),
        probes: [],
        evaluators: evaluators(200),
      },
    },
    smoke: {
      seeds: [0],
      base: { dataset, trainer: trainer({ steps: 4, batchSize: 32 }), probes: [], evaluators: evaluators(0) },
    },
  },
  tables: [
    scoreTable({
      title: 'Retrieval after fine-tuning (openmoji, test)',
      baseline: 'CLIP',
      studied,
      columns: recallColumns('test', 'MSCOCO'),
    }),
  ],
  claims: [
    claim({
      claim: 'SharedCLIP and AlignCLIP retrieve better than CLIP after fine-tuning',
      source: 'fine-tuned retrieval',
      pairs: [['SharedCLIP', 'CLIP'], ['AlignCLIP', 'CLIP']], // prettier-ignore
      studied,
      scores: [{ name: 'mean recall', score: recallKeys('test'), better: 'higher', percent: true }],
    }),
  ],
});
