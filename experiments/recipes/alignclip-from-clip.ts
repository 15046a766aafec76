import { shared } from 'alignclip';
import { recipe } from '../base/recipe';
import { separation } from '../base/separation';

/** AlignCLIP from a pretrained CLIP: with one shared tower, since weights of separate ones have no place in a shared one. */
export default recipe({
  name: 'alignclip-from-clip',
  from: 'SharedCLIP',
  base: { sharing: shared() },
  steps: 120,
  variants: { 'SharedCLIP, continued': {}, AlignCLIP: separation() },
});
