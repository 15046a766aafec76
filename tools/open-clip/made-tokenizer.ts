import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A tokenizer.json with these tokens, then letters. */
export function tokenizerOf(folder: string, first: readonly string[]): string {
  const path = join(folder, `${first.length}-${first.join('').replace(/\W/g, '')}.tokenizer.json`);
  const [start, end] = [first.find((token) => /s>|CLS/.test(token))!, first.at(-1)!];
  const vocab = Object.fromEntries([...first, '[UNK]', ...Array.from('abcdefghij')].map((token, id) => [token, id]));
  const special = [start, end].map((id) => [id, { id, ids: [vocab[id]], tokens: [id] }]);
  const place = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  const json = {
    version: '1.0',
    added_tokens: first.map((content) => ({ id: vocab[content], content, special: true })),
    normalizer: null,
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [place(start), { Sequence: { id: 'A', type_id: 0 } }, place(end)],
      special_tokens: Object.fromEntries(special) as object,
    },
    decoder: null,
    model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', vocab },
  };
  writeFileSync(path, JSON.stringify(json));
  return path;
}
