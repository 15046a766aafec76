import { selectBackend } from '@alignclip/backend';
import { random } from '@alignclip/core';
import { loadSentenceEncoder, type SentenceEncoder } from '../sentence-encoder/sentence-encoder';

const words = ['a', 'red', 'cat', 'dog', 'runs', 'cats', '.'];

/** Different sentences of up to 16 words. */
export function manySentences(count = 60): string[] {
  const draw = random('companies');
  const sentence = () =>
    Array.from({ length: 1 + draw.integer(16) }, () => words[draw.integer(words.length)]).join(' ');
  const all = new Set<string>();
  while (all.size < count) all.add(sentence());
  return [...all];
}

/** Embeds the sentences together, in the reverse order in sevens, alone, and in halves. */
export async function embedInCompanies(encoder: SentenceEncoder, sentences: readonly string[]): Promise<string[][]> {
  const backwards = [...sentences].reverse();
  const groups = [
    [sentences],
    Array.from({ length: Math.ceil(sentences.length / 7) }, (_, i) => backwards.slice(7 * i, 7 * i + 7)),
    sentences.map((one) => [one]),
    [0, 1].map((half) => sentences.filter((_, i) => i % 2 === half)),
  ];
  const companies: string[][] = [];
  for (const batches of groups) {
    const rows = new Map<string, string>();
    for (const batch of batches) {
      const { values, columns } = await encoder.embed(batch);
      const row = (i: number) => values.slice(i * columns, (i + 1) * columns);
      batch.forEach((sentence, i) => rows.set(sentence, Buffer.from(row(i).buffer).toString('base64')));
    }
    companies.push(sentences.map((sentence) => rows.get(sentence)!));
  }
  return companies;
}

/** Prints the rows of each company as JSON: `companies-program.ts MODEL SENTENCES`. */
async function main([model = '', count]: string[]): Promise<void> {
  await selectBackend();
  const companies = await embedInCompanies(await loadSentenceEncoder(model), manySentences(Number(count)));
  process.stdout.write(JSON.stringify(companies));
}

if (require.main === module) void main(process.argv.slice(2));
