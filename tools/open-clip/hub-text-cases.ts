import { made, type MadeCase, tiny } from './made-case';

const hub = {
  ...{ vocab_size: 40, hidden_size: 64, num_hidden_layers: 2, num_attention_heads: 4, intermediate_size: 96 },
  max_position_embeddings: 14,
};
const roberta = { ...hub, model_type: 'roberta', type_vocab_size: 1, layer_norm_eps: 1e-5 };
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
