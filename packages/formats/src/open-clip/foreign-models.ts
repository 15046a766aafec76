/** How weights of other models are recognised, by a name that only these have, and what can be done with them. */
const foreign: readonly (readonly [name: RegExp, model: string])[] = [
  [/^(?:model\.)?vision_model\.head\.attention\.in_proj_weight$/, 'a SigLIP of Hugging Face'],
  [/^(?:model\.)?vision_model\.embeddings\.class_embedding$/, 'a CLIP of Hugging Face'],
  [/^(?:model\.)?vision_model\./, 'a model of Hugging Face'],
  [
    /^visual\.trunk\.stages\.\d+\.blocks\.\d+\.(?:token_mixer|mixer)\./,
    'a MobileCLIP, whose image tower comes from timm',
  ],
  [/^(?:image_encoder|text_encoder)\.(?:model|transformer)\./, 'a MobileCLIP of Apple'],
  [/^visual\.trunk\.blocks\.\d+\.attn\.(?:q_proj|q_bias|rope)|^visual\.rope\./, 'an EVA-CLIP'],
  [/^visual\.trunk\.patch_embed\.backbone\./, 'a ViTamin, whose image tower comes from timm'],
  [/^visual\.trunk\.layers\./, 'a CLIP whose image tower is a Swin transformer of timm'],
  [/^visual\.trunk\.fc_norm\./, 'a CLIP whose image tower has its last LayerNorm behind the pooling, from timm'],
  [/^visual\.head\.pool\./, 'a CLIP whose image tower ends in an attention pooling of timm'],
  [/^visual\.attn_pool_contrastive\./, 'a CoCa with a second pooler (attentional_pool "parallel" or "cascade")'],
  [/^text\.transformer\.pooler\./, 'a CLIP whose text tower of Hugging Face reads one token by a pooler (cls_pooler)'],
  [
    /^text\.transformer\.encoder\.(?:relative_attention_bias|rel_embeddings)\./,
    'a CLIP whose text tower is an MPNet or DeBERTa',
  ],
  [
    /^text\.transformer\.(?:shared|embed_tokens|embed_positions|block|layers|layer)\./,
    'a CLIP whose text tower of Hugging Face is no BERT or RoBERTa',
  ],
];

const wayOut =
  'this program reads vision transformers, ResNets, ConvNeXts, SigLIPs, CoCas, text transformers, BERTs and RoBERTas of open_clip; for other models, compute embeddings in Python, save them and run: alignclip gap --image FILE --text FILE';

/** What a state dict is of, if the names are those of a known model that can't be read. */
export function foreignModel(names: Iterable<string>): string | undefined {
  const all = [...names].map((name) => name.replace(/^(?:module\.|_orig_mod\.)+/, ''));
  const found = foreign.find(([pattern]) => all.some((name) => pattern.test(name)));
  return found && `${found[1]}: ${wayOut}`;
}

/** That the names are of no known model. */
export function notOpenClip(names: Iterable<string>): string {
  const all = [...names];
  if (all.some((name) => name.startsWith('visual.trunk.')))
    return `a CLIP whose image tower comes from timm: ${wayOut}`;
  const some = all.slice(0, 5).join(', ');
  return `neither a CLIP ("visual.proj") nor a SharedCLIP ("projection") of open_clip: the names are ${some || 'none'} …; ${wayOut}`;
}
