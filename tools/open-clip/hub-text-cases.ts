import { made, type MadeCase, tiny } from './made-case';

const hub = {
  ...{ vocab_size: 40, hidden_size: 64, num_hidden_layers: 2, num_attention_heads: 4, intermediate_size: 96 },
  max_position_embeddings: 14,
};
const roberta = { ...hub, model_type: 'roberta', type_vocab_size: 1, layer_norm_eps: 1e-5 };
const fullRoberta = {
  ...roberta,
  ...{ vocab_size: 50_265, hidden_size: 768, num_hidden_layers: 12, num_attention_heads: 12 },
  ...{ intermediate_size: 3072, max_position_embeddings: 514 },
};
const hubText = (config: object, proj: string) => ({
  hub: config,
  hf_proj_type: proj,
  hf_pooler_type: 'mean_pooler',
  width: 64,
});

/** Text towers from Hugging Face, in seconds. */
export const hubTextCases: readonly MadeCase[] = [
  made(
    'tiny-roberta-mlp',
    { ...tiny, custom_text: true, text_cfg: hubText(roberta, 'mlp') },
    { told: { textHeads: 4 }, tokenizer: ['<s>', '<pad>', '</s>'] },
  ),
  made(
    'tiny-bert-linear',
    { ...tiny, custom_text: true, text_cfg: hubText({ ...hub, model_type: 'bert' }, 'linear') },
    { told: { textHeads: 4 }, tokenizer: ['[PAD]', '[CLS]', '[SEP]'] },
  ),
];

/** The sizes of roberta-ViT-B-32. */
export const fullHubTextCases: readonly MadeCase[] = [
  made(
    'roberta-ViT-B-32',
    {
      embed_dim: 512,
      quick_gelu: true,
      custom_text: true,
      vision_cfg: { image_size: 224, layers: 12, width: 768, patch_size: 32 },
      text_cfg: { ...hubText(fullRoberta, 'mlp'), width: 768 },
    },
    { activation: 'quick-gelu', tokenizer: ['<s>', '<pad>', '</s>'] },
  ),
];
