import { retrieval } from '@alignclip/evaluation';
import { grid } from '../define/grid';
import { tinyBase, tinyExperiment } from './tiny-experiment';

/** An experiment file whose learning rate is chosen by two trials. */
export default tinyExperiment({
  name: 'tiny-tuned',
  base: { ...tinyBase, evaluators: [retrieval()] },
  tune: {
    by: { score: 'retrieval/val/image-to-text/R@1', better: 'higher' },
    grids: { CLIP: grid({ 'schedule.rate': [0.001, 0.01] }) },
  },
});
