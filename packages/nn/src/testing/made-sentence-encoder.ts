import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { random } from '@alignclip/core';
import { temporaryFolder } from '@alignclip/core/testing';
import { float32Tensor, writeSafetensors } from '@alignclip/formats';

const words = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'a', 'red', 'cat', 'dog', 'runs', '##s', '.'];
const [layers, heads, positions] = [2, 2, 20];
const usual = { width: 8, inner: 12 };
type Size = typeof usual;

const shared = ({ width, inner }: Size) => ({
  hidden_size: width,
  intermediate_size: inner,
  num_hidden_layers: layers,
  num_attention_heads: heads,
  vocab_size: words.length,
  max_position_embeddings: positions,
  layer_norm_eps: 1e-5,
  hidden_act: 'gelu',
});
const kinds = {
  bert: { model_type: 'bert', type_vocab_size: 2 },
  mpnet: { model_type: 'mpnet', pad_token_id: 1, relative_attention_num_buckets: 8 },
};
type Kind = keyof typeof kinds;

const special = (name: string) => ({ id: name, ids: [words.indexOf(name)], tokens: [name] });
const tokenizer = {
  version: '1.0',
  added_tokens: words.slice(0, 4).map((content, id) => ({ id, content, special: true })),
  normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, lowercase: true },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: '[CLS]', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '[SEP]', type_id: 0 } },
    ],
    special_tokens: { '[CLS]': special('[CLS]'), '[SEP]': special('[SEP]') },
  },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    vocab: Object.fromEntries(words.map((word, id) => [word, id])),
  },
};

/** Names and shapes of a checkpoint's tensors. */
function shapes(kind: Kind, { width, inner }: Size): [string, number[]][] {
  const linear = (name: string, inputs: number, outputs: number): [string, number[]][] => [
    [`${name}.weight`, [outputs, inputs]],
    [`${name}.bias`, [outputs]],
  ];
  const norm = (name: string): [string, number[]][] => [
    [`${name}.weight`, [width]],
    [`${name}.bias`, [width]],
  ];
  const names =
    kind === 'bert'
      ? ['self.query', 'self.key', 'self.value', 'output.dense']
      : ['attn.q', 'attn.k', 'attn.v', 'attn.o'];
  const block = (at: string) => [
    ...names.flatMap((name) => linear(`${at}.attention.${name}`, width, width)),
    ...norm(`${at}.attention.${kind === 'bert' ? 'output.LayerNorm' : 'LayerNorm'}`),
    ...linear(`${at}.intermediate.dense`, width, inner),
    ...linear(`${at}.output.dense`, inner, width),
    ...norm(`${at}.output.LayerNorm`),
  ];
  const own: [string, number[]] =
    kind === 'bert'
      ? ['embeddings.token_type_embeddings.weight', [2, width]]
      : ['encoder.relative_attention_bias.weight', [8, heads]];
  return [
    ['embeddings.word_embeddings.weight', [words.length, width]],
    ['embeddings.position_embeddings.weight', [positions, width]],
    own,
    ...norm('embeddings.LayerNorm'),
    ...Array.from({ length: layers }, (_, layer) => block(`encoder.layer.${layer}`)).flat(),
  ];
}

/** The folder of a sentence encoder with random weights, two layers of width 8 and a vocabulary of 11 words; see `temporaryFolder`. */
export async function madeSentenceEncoder(kind: Kind, prefix = '', size = usual): Promise<string> {
  const folder = temporaryFolder(kind);
  const draw = random('made-sentence-encoder', kind);
  const tensors = shapes(kind, size).map(([name, shape]) => {
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => draw.normal());
    return [prefix + name, float32Tensor(shape, values)] as const;
  });
  await writeSafetensors(join(folder, 'model.safetensors'), new Map(tensors));
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...shared(size), ...kinds[kind] }));
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
  return folder;
}
