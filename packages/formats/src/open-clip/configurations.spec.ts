import { madeForm } from '../testing/made-state-dict';
import { openClipConfig } from './configurations';

describe('openClipConfig', () => {
  it('has everything that open_clip builds a model from', () => {
    const given = { imageHeads: 2, textHeads: 3, activation: 'quick-gelu' } as const;
    expect(openClipConfig(madeForm('clip'), given)).toEqual({
      embed_dim: 3,
      quick_gelu: true,
      vision_cfg: { image_size: 6, patch_size: 2, width: 4, layers: 2, head_width: 2, mlp_ratio: 2.5 },
      text_cfg: { context_length: 5, vocab_size: 7, width: 6, heads: 3, layers: 3, mlp_ratio: 4 },
    });
  });
});
