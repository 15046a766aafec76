import { batchStandardisation, grid } from 'alignclip';
import { recipe } from '../base/recipe';

/** I0T's second stage (2412.14384): batch norm of each modality's rows, trained on a CLIP whose towers are frozen. */
export default recipe({
  name: 'i0t',
  from: 'CLIP',
  base: { embeddingHead: batchStandardisation() },
  baseline: 'trainer.freeze = nothing',
  variants: grid({ 'trainer.freeze': { nothing: [], towers: ['image/**', 'text/**', 'logit-scale'] } }),
});
