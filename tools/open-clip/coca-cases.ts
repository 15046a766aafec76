import { made, type MadeCase } from './made-case';

const text = { width: 64, heads: 1, layers: 2, context_length: 20 };
const coca = { image_size: 32, patch_size: 16, width: 128, layers: 2, attentional_pool: true, attn_pooler_heads: 4 };
const cocaText = { ...text, embed_cls: true };
const decoder = { context_length: 20, vocab_size: 49_408, width: 48, heads: 4, layers: 1, attn_pooler_heads: 4 };

const whole = <T extends object>(tower: T) => ({ ...tower, output_tokens: true });

/** CoCa whole, with one width for tower and embeddings, and with the mask that no configuration has. */
export const cocaCases: readonly MadeCase[] = [
  made('tiny-coca', { embed_dim: 48, multimodal_cfg: decoder, vision_cfg: whole(coca), text_cfg: whole(cocaText) }),
  made(
    'tiny-coca-quickgelu',
    {
      embed_dim: 128,
      quick_gelu: true,
      multimodal_cfg: { ...decoder, width: 128 },
      vision_cfg: whole(coca),
      text_cfg: whole(cocaText),
    },
    { layout: 'safetensors' },
  ),
  made(
    'tiny-coca-text-mask',
    {
      embed_dim: 48,
      custom_text: true,
      vision_cfg: { ...coca, attn_pooler_queries: 1 },
      text_cfg: { ...cocaText, correct_cls_mask: true },
    },
    { told: { classMask: 'text' } },
  ),
];

/** The sizes of coca_ViT-B-32, whose own name would ask for the decoder when we give the towers back. */
export const fullCoca: MadeCase = made('coca_ViT-B-32', {
  embed_dim: 512,
  multimodal_cfg: { ...decoder, context_length: 76, width: 512, heads: 8, layers: 12, attn_pooler_heads: 8 },
  vision_cfg: whole({
    image_size: 224,
    layers: 12,
    width: 768,
    patch_size: 32,
    attentional_pool: true,
    attn_pooler_heads: 8,
  }),
  text_cfg: whole({ context_length: 76, vocab_size: 49_408, width: 512, heads: 8, layers: 12, embed_cls: true }),
});
