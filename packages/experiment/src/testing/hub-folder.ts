import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Made by tools/reference/make_hub_models.py with transformers: tiny models with random weights, of 40 tokens. */
const fixtures = join(__dirname, '../../../formats/fixtures/hub');

export type HubName = 'clip' | 'siglip';

const words = ['a', 'red', 'green', 'blue', 'circle', 'square', 'triangle', 'large', 'small', 'photo', 'of'];

/** A tokenizer of 40 ids whose texts end as those of the model do. */
export function hubTokenizer(name: HubName): object {
  const [start, end] = name === 'clip' ? [38, 39] : [2, 1];
  const own = words.map((word, i): [string, number] => [word, i + 3]);
  const vocab = Object.fromEntries([['[UNK]', 0], ['</s>', end], ['<s>', start], ...own] as [string, number][]);
  const special = (content: string, id: number) => ({ id, content, special: true });
  const places = (content: string, id: number) => ({ [content]: { id: content, ids: [id], tokens: [content] } });
  const before = name === 'clip' ? [{ SpecialToken: { id: '<s>', type_id: 0 } }] : [];
  return {
    version: '1.0',
    added_tokens: [special('</s>', end), special('<s>', start)],
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [...before, { Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '</s>', type_id: 0 } }],
      special_tokens: { ...places('<s>', start), ...places('</s>', end) },
    },
    decoder: null,
    model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', vocab },
  };
}

/** A folder as it is downloaded: weights, config.json, tokenizer.json and tokenizer_config.json. */
export function madeHubFolder(folder: string, name: HubName): string {
  mkdirSync(folder, { recursive: true });
  for (const file of ['model.safetensors', 'config.json', 'expected.safetensors'])
    cpSync(join(fixtures, name, file), join(folder, file));
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(hubTokenizer(name)));
  const config = { pad_token: '</s>', tokenizer_class: name === 'clip' ? 'CLIPTokenizer' : 'SiglipTokenizer' };
  writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify(config));
  return folder;
}

/** A JSON file of the folder with some fields changed. */
export function changeJson(path: string, change: object): void {
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), ...change }));
}
