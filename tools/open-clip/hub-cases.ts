import type { HubModel } from '@alignclip/formats';

/** A model that transformers builds with random weights and saves. */
export interface HubCase {
  readonly name: string;
  readonly model: HubModel;
  readonly vision: object;
  readonly text: { readonly vocab_size: number } & Readonly<Record<string, unknown>>;
  readonly projection: number;
  /** Size of a file, as `save_pretrained` takes it. */
  readonly shards: string | null;
  /** Weights in a `pytorch_model.bin`. */
  readonly pickled: boolean;
}

const tower = { hidden_size: 64, intermediate_size: 160, num_hidden_layers: 2, num_attention_heads: 4 };
const vision = { ...tower, image_size: 32, patch_size: 8 };
const text = { ...tower, vocab_size: 300, max_position_embeddings: 16 };

const made = (name: string, model: HubModel, rest: Partial<HubCase> = {}): HubCase => ({
  name,
  model,
  vision,
  text,
  projection: 48,
  shards: null,
  pickled: false,
  ...rest,
});

/** Every way of saving and every activation, in seconds. */
export const tinyHubCases: readonly HubCase[] = [
  made('hub-clip', 'CLIPModel', { text: { ...text, hidden_size: 32, num_attention_heads: 2 } }),
  made('hub-clip-shards', 'CLIPModel', { shards: '100KB' }),
  made('hub-clip-pickled', 'CLIPModel', {
    vision: { ...vision, hidden_act: 'gelu', layer_norm_eps: 1e-6 },
    text: { ...text, hidden_act: 'gelu_new' },
    pickled: true,
  }),
  made('hub-siglip', 'SiglipModel'),
  made('hub-siglip-shards', 'SiglipModel', { shards: '100KB' }),
];

/** The models that people have, each at its full size, with the defaults of transformers. */
export const fullHubCases: readonly HubCase[] = [
  made('hub-clip-vit-base-patch32', 'CLIPModel', { vision: {}, text: { vocab_size: 49_408 }, projection: 512 }),
  made('hub-siglip-base-patch16', 'SiglipModel', { vision: {}, text: { vocab_size: 32_000 }, shards: '200MB' }),
];
