import type { Layout } from './layout';
import type { ModelSize, OpenClipKind, TowerSize } from './model-size';

/** One parameter: its name in PyTorch's state dict, our address, and its layout and shape in PyTorch. */
export interface ParameterRow {
  readonly official: string;
  readonly address: string;
  readonly layout: Layout;
  readonly shape: readonly number[];
}

type Row = readonly [official: string, path: string, layout: Layout, shape: readonly number[]];

/** All parameters of a model of this size. */
export function parameterTable(size: ModelSize): ParameterRow[] {
  const { image, text, kind } = size;
  const rows = kind === 'clip' ? clipRows(size) : sharedRows(size);
  const all: Row[] = [
    ['logit_scale', 'logit-scale', 'same', []],
    ['visual.class_embedding', 'image/class-token', 'same', [image.width]],
    [
      'visual.positional_embedding',
      'image/positions',
      'same',
      [(image.imageSize / image.patchSize) ** 2 + 1, image.width],
    ],
    [
      'visual.conv1.weight',
      'image/patch-embedding/kernel',
      'patches',
      [image.width, 3, image.patchSize, image.patchSize],
    ],
    ...norm('visual.ln_pre', 'image/pre-norm', image.width),
    [`${textPrefix[kind]}positional_embedding`, 'text/positions', 'same', [text.contextLength, text.width]],
    [`${textPrefix[kind]}token_embedding.weight`, 'text/token-embedding', 'same', [text.vocabularySize, text.width]],
    ...rows,
  ];
  return all.map(([official, address, layout, shape]) => ({ official, address, layout, shape }));
}

const textPrefix: Readonly<Record<OpenClipKind, string>> = { clip: '', sharedclip: 'text.' };

const clipRows = ({ image, text, embeddingWidth }: ModelSize): Row[] => [
  ...blocks('visual.transformer', 'image', image),
  ...norm('visual.ln_post', 'image/post-norm', image.width),
  ['visual.proj', 'image/projection', 'same', [image.width, embeddingWidth]],
  ...blocks('transformer', 'text', text),
  ...norm('ln_final', 'text/post-norm', text.width),
  ['text_projection', 'text/projection', 'same', [text.width, embeddingWidth]],
];

const sharedRows = ({ image, embeddingWidth }: ModelSize): Row[] => [
  ...blocks('transformer', 'shared', image),
  ...norm('ln_post', 'shared/post-norm', image.width),
  ['projection', 'shared/projection', 'same', [image.width, embeddingWidth]],
];

const norm = (official: string, path: string, width: number): Row[] => [
  [`${official}.weight`, `${path}/scale`, 'same', [width]],
  [`${official}.bias`, `${path}/bias`, 'same', [width]],
];

const linear = (official: string, path: string, inputs: number, outputs: number): Row[] => [
  [`${official}weight`, `${path}/kernel`, 'transposed', [outputs, inputs]],
  [`${official}bias`, `${path}/bias`, 'same', [outputs]],
];

function blocks(transformer: string, folder: string, { width, layers, mlpWidth }: TowerSize): Row[] {
  return Array.from({ length: layers }, (_, index) => {
    const official = `${transformer}.resblocks.${index}`;
    const path = `${folder}/blocks/${index}`;
    return [
      ...norm(`${official}.ln_1`, `${path}/norm-1`, width),
      ...linear(`${official}.attn.in_proj_`, `${path}/attention/qkv`, width, 3 * width),
      ...linear(`${official}.attn.out_proj.`, `${path}/attention/output`, width, width),
      ...norm(`${official}.ln_2`, `${path}/norm-2`, width),
      ...linear(`${official}.mlp.c_fc.`, `${path}/mlp/input`, width, mlpWidth),
      ...linear(`${official}.mlp.c_proj.`, `${path}/mlp/output`, mlpWidth, width),
    ];
  }).flat();
}
