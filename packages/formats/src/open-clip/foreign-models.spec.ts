import { madeStateDict } from '../testing/made-state-dict';
import { foreignModel, notOpenClip } from './foreign-models';

describe('foreignModel', () => {
  it.each([
    ['vision_model.embeddings.class_embedding', /^a CLIP of Hugging Face/],
    ['vision_model.head.attention.in_proj_weight', /^a SigLIP of Hugging Face/],
    ['visual.trunk.stages.0.blocks.0.token_mixer.norm.weight', /MobileCLIP/],
    ['image_encoder.model.patch_emb.0.block.conv.weight', /MobileCLIP/],
    ['visual.trunk.blocks.0.attn.q_proj.weight', /EVA-CLIP/],
    ['module.visual.trunk.patch_embed.backbone.stem.conv1.weight', /ViTamin/],
    ['visual.trunk.layers.0.blocks.0.norm1.weight', /Swin/],
    ['visual.trunk.fc_norm.weight', /LayerNorm behind the pooling/],
    ['visual.head.pool.q.weight', /attention pooling of timm/],
    ['visual.attn_pool_contrastive.query', /^a CoCa with a second pooler/],
    ['text.transformer.pooler.dense.weight', /reads one token by a pooler/],
    ['text.transformer.encoder.relative_attention_bias.weight', /MPNet or DeBERTa/],
    ['text.transformer.block.0.layer.0.SelfAttention.q.weight', /no BERT or RoBERTa/],
  ])('names the model of %s, and the way out', (name, model) => {
    expect(foreignModel(['logit_scale', name])).toMatch(model);
    expect(foreignModel([name])).toContain('alignclip gap --image FILE --text FILE');
  });

  it('says nothing of models that can be read', () => {
    for (const kind of ['clip', 'sharedclip'] as const)
      expect(foreignModel(madeStateDict(kind).keys())).toBeUndefined();
  });
});

describe('notOpenClip', () => {
  it('tells a trunk of timm from names of no known model', () => {
    expect(notOpenClip(['visual.trunk.conv_stem.weight'])).toMatch(/image tower comes from timm.*ConvNeXts/);
    expect(notOpenClip(['fc.weight'])).toMatch(/neither a CLIP.*fc\.weight.*reads vision transformers/);
  });
});
