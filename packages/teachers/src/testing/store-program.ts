import { EmbeddingStore } from '../sentence-encoder/embedding-store';

/** Row of a sentence `<writer> <number>` in the spec of the store. */
export const rowOf = (sentence: string, width: number): Float32Array =>
  Float32Array.from({ length: width }, (_, k) => Math.sin(Number(sentence.split(' ')[1]) + k));

/** Writes rows without end and reports each write on standard output: `store-program.ts FOLDER WIDTH NAME`. */
async function main([folder = '', width = '', name = '']: string[]): Promise<void> {
  const store = new EmbeddingStore(folder, Number(width), 60);
  for (let i = 0; ; i += 20) {
    const sentences = Array.from({ length: 20 }, (_, k) => `${name} ${i + k}`);
    await store.write(new Map(sentences.map((sentence) => [sentence, rowOf(sentence, Number(width))])));
    process.stdout.write(`${i + 20}\n`);
  }
}

if (require.main === module) void main(process.argv.slice(2));
