/** How weights of other models are recognised, by a name that only these have, and what can be done with them. */
const foreign: readonly (readonly [name: RegExp, model: string])[] = [
  [
    /^visual\.layer1\.0\.conv1\.weight$/,
    'a CLIP whose image tower is a ResNet; only vision transformers are supported',
  ],
  [/^(?:model\.)?vision_model\.head\.attention\.in_proj_weight$/, 'a SigLIP of Hugging Face'],
  [/^(?:model\.)?vision_model\.embeddings\.class_embedding$/, 'a CLIP of Hugging Face'],
  [/^(?:model\.)?vision_model\./, 'a model of Hugging Face'],
  [
    /^visual\.trunk\.stages\.\d+\.blocks\.\d+\.(?:token_mixer|mixer)\./,
    'a MobileCLIP, whose image tower comes from timm',
  ],
  [/^(?:image_encoder|text_encoder)\.(?:model|transformer)\./, 'a MobileCLIP of Apple'],
  [/^visual\.trunk\.stages\./, 'a CLIP whose image tower is a ConvNeXt of timm'],
  [/^visual\.trunk\.blocks\.\d+\.attn\.(?:q_proj|q_bias|rope)|^visual\.rope\./, 'an EVA-CLIP'],
  [/^visual\.trunk\.attn_pool\./, 'a SigLIP of open_clip, whose image tower comes from timm'],
  [/^visual\.trunk\./, 'a CLIP whose image tower comes from timm'],
  [/^text_decoder\./, 'a CoCa, which has a text decoder'],
  [/^text\.transformer\.(?:embeddings|encoder)\./, 'a CLIP whose text tower comes from Hugging Face'],
];

const wayOut =
  'this program reads the vision transformer and text transformer of open_clip; for other models, compute embeddings in Python, save them and run: alignclip gap --image FILE --text FILE';

/** What a state dict is of, if the names are those of a known model that can't be read. */
export function foreignModel(names: Iterable<string>): string | undefined {
  const all = [...names].map((name) => name.replace(/^(?:module\.|_orig_mod\.)+/, ''));
  const found = foreign.find(([pattern]) => all.some((name) => pattern.test(name)));
  return found && `${found[1]}: ${wayOut}`;
}

/** That the names are of no known model. */
export function notOpenClip(names: Iterable<string>): string {
  const some = [...names].slice(0, 5).join(', ');
  return `neither a CLIP ("visual.proj") nor a SharedCLIP ("projection") of open_clip: the names are ${some || 'none'} …`;
}
