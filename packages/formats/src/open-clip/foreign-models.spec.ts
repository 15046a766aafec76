import { madeStateDict } from '../testing/made-state-dict';
import { foreignModel } from './foreign-models';

describe('foreignModel', () => {
  it.each([
    ['visual.layer1.0.conv1.weight', /ResNet/],
    ['vision_model.embeddings.class_embedding', /^a CLIP of Hugging Face/],
    ['vision_model.head.attention.in_proj_weight', /^a SigLIP of Hugging Face/],
    ['module.visual.trunk.stages.0.blocks.0.gamma', /ConvNeXt/],
    ['visual.trunk.stages.0.blocks.0.token_mixer.norm.weight', /MobileCLIP/],
    ['image_encoder.model.patch_emb.0.block.conv.weight', /MobileCLIP/],
    ['visual.trunk.blocks.0.attn.q_proj.weight', /EVA-CLIP/],
    ['visual.trunk.attn_pool.q.weight', /SigLIP of open_clip/],
    ['visual.trunk.blocks.0.attn.qkv.weight', /timm/],
    ['text_decoder.resblocks.0.ln_1.weight', /^a CoCa/],
    ['text.transformer.embeddings.word_embeddings.weight', /text tower comes from Hugging Face/],
  ])('names the model of %s, and the way out', (name, model) => {
    expect(foreignModel(['logit_scale', name])).toMatch(model);
    expect(foreignModel([name])).toContain('alignclip gap --image FILE --text FILE');
  });

  it('says nothing of models that can be read', () => {
    for (const kind of ['clip', 'sharedclip'] as const)
      expect(foreignModel(madeStateDict(kind).keys())).toBeUndefined();
  });
});
