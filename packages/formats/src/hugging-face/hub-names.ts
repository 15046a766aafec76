/**
 * A parameter's name in Hugging Face's models and in open_clip's. `#` stands for the number of a block. A list of names is
 * one tensor of open_clip: the parts one below the other. `transposed`: a Linear weight there, a matrix here. `batched`: here
 * with a first dimension of one.
 */
export interface HubRow {
  readonly hub: readonly string[];
  readonly openClip: readonly string[];
  readonly change?: 'transposed' | 'batched';
}

/** The models of transformers that have a place here. */
export type HubModel = 'CLIPModel' | 'SiglipModel';

const both = (hub: string, openClip: string): HubRow[] =>
  ['weight', 'bias'].map((part) => ({ hub: [`${hub}.${part}`], openClip: [`${openClip}.${part}`] }));

const one = (hub: string, openClip: string, change?: HubRow['change']): HubRow => ({
  hub: [hub],
  openClip: [openClip],
  ...(change && { change }),
});

/** q, k and v, in this order, are one matrix in open_clip. */
const packed = (hub: string, openClip: string): HubRow[] =>
  ['weight', 'bias'].map((part) => ({
    hub: ['q', 'k', 'v'].map((which) => `${hub}.${which}_proj.${part}`),
    openClip: [`${openClip}${part}`],
  }));

interface BlockNames {
  readonly at: string;
  readonly norms: readonly [string, string];
  readonly qkv: string;
  readonly output: string;
  readonly mlp: readonly [string, string];
}

const clipBlock = (at: string): BlockNames => ({
  at: `${at}resblocks.#.`,
  norms: ['ln_1', 'ln_2'],
  qkv: 'attn.in_proj_',
  output: 'attn.out_proj',
  mlp: ['mlp.c_fc', 'mlp.c_proj'],
});

const timmBlock: BlockNames = {
  at: 'visual.trunk.blocks.#.',
  norms: ['norm1', 'norm2'],
  qkv: 'attn.qkv.',
  output: 'attn.proj',
  mlp: ['mlp.fc1', 'mlp.fc2'],
};

function blocks(model: 'vision_model' | 'text_model', { at, norms, qkv, output, mlp }: BlockNames): HubRow[] {
  const hub = `${model}.encoder.layers.#.`;
  return [
    ...both(`${hub}layer_norm1`, `${at}${norms[0]}`),
    ...packed(`${hub}self_attn`, `${at}${qkv}`),
    ...both(`${hub}self_attn.out_proj`, `${at}${output}`),
    ...both(`${hub}layer_norm2`, `${at}${norms[1]}`),
    ...both(`${hub}mlp.fc1`, `${at}${mlp[0]}`),
    ...both(`${hub}mlp.fc2`, `${at}${mlp[1]}`),
  ];
}

const text = (prefix: '' | 'text.'): HubRow[] => [
  one('text_model.embeddings.token_embedding.weight', `${prefix}token_embedding.weight`),
  one('text_model.embeddings.position_embedding.weight', `${prefix}positional_embedding`),
  ...blocks('text_model', clipBlock(`${prefix}transformer.`)),
  ...both('text_model.final_layer_norm', `${prefix}ln_final`),
];

const clip: readonly HubRow[] = [
  one('logit_scale', 'logit_scale'),
  one('vision_model.embeddings.class_embedding', 'visual.class_embedding'),
  one('vision_model.embeddings.patch_embedding.weight', 'visual.conv1.weight'),
  one('vision_model.embeddings.position_embedding.weight', 'visual.positional_embedding'),
  ...both('vision_model.pre_layrnorm', 'visual.ln_pre'),
  ...blocks('vision_model', clipBlock('visual.transformer.')),
  ...both('vision_model.post_layernorm', 'visual.ln_post'),
  one('visual_projection.weight', 'visual.proj', 'transposed'),
  ...text(''),
  one('text_projection.weight', 'text_projection', 'transposed'),
];

const siglip: readonly HubRow[] = [
  one('logit_scale', 'logit_scale'),
  ...both('vision_model.embeddings.patch_embedding', 'visual.trunk.patch_embed.proj'),
  one('vision_model.embeddings.position_embedding.weight', 'visual.trunk.pos_embed', 'batched'),
  ...blocks('vision_model', timmBlock),
  ...both('vision_model.post_layernorm', 'visual.trunk.norm'),
  one('vision_model.head.probe', 'visual.trunk.attn_pool.latent'),
  ...['weight', 'bias'].map((part) => ({
    hub: [`vision_model.head.attention.in_proj_${part}`],
    openClip: [`visual.trunk.attn_pool.q.${part}`, `visual.trunk.attn_pool.kv.${part}`],
  })),
  ...both('vision_model.head.attention.out_proj', 'visual.trunk.attn_pool.proj'),
  ...both('vision_model.head.layernorm', 'visual.trunk.attn_pool.norm'),
  ...both('vision_model.head.mlp.fc1', 'visual.trunk.attn_pool.mlp.fc1'),
  ...both('vision_model.head.mlp.fc2', 'visual.trunk.attn_pool.mlp.fc2'),
  ...text('text.'),
  ...both('text_model.head', 'text.text_projection'),
];

const hubRows: Readonly<Record<HubModel, readonly HubRow[]>> = { CLIPModel: clip, SiglipModel: siglip };

/** Which model's names these are, by one that only it has; undefined where they are no model's. */
export function hubModelOf(names: Iterable<string>): HubModel | undefined {
  const all = new Set(names);
  if (all.has('visual_projection.weight') && all.has('vision_model.embeddings.class_embedding')) return 'CLIPModel';
  return all.has('vision_model.head.probe') ? 'SiglipModel' : undefined;
}

/** The rows of a model with the numbers of the blocks that these names have. */
export function rowsFor(model: HubModel, side: 'hub' | 'openClip', names: Iterable<string>): HubRow[] {
  const all = [...names];
  const numbers = new Map<string, string[]>();
  return hubRows[model].flatMap((row) => {
    const [prefix, rest] = row[side][0]!.split('#');
    if (rest === undefined) return [row];
    const own = numbers.get(prefix!) ?? numbersAfter(prefix!, all);
    numbers.set(prefix!, own);
    return own.map((number) => numbered(row, number));
  });
}

function numbersAfter(prefix: string, names: readonly string[]): string[] {
  const found = names.flatMap((name) => {
    const [number = ''] = name.startsWith(prefix) ? name.slice(prefix.length).split('.') : [];
    return /^(?:0|[1-9]\d{0,3})$/.test(number) ? [number] : [];
  });
  return [...new Set(found)];
}

function numbered(row: HubRow, number: string): HubRow {
  const fill = (name: string) => name.replace('#', number);
  return { ...row, hub: row.hub.map(fill), openClip: row.openClip.map(fill) };
}
