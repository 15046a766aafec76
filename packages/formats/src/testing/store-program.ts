import { EmbeddingStore } from '../embeddings/embedding-store';

/** Row of a name `<writer> <number>` in the spec of the store. */
export const rowOf = (name: string, width: number): Float32Array =>
  Float32Array.from({ length: width }, (_, k) => Math.sin(Number(name.split(' ')[1]) + k));

/** Writes rows without end and reports each write on standard output: `store-program.ts FOLDER WIDTH WRITER`. */
async function main([folder = '', width = '', writer = '']: string[]): Promise<void> {
  const store = new EmbeddingStore(folder, Number(width), 60);
  for (let i = 0; ; i += 20) {
    const names = Array.from({ length: 20 }, (_, k) => `${writer} ${i + k}`);
    await store.write(new Map(names.map((name) => [name, rowOf(name, Number(width))])));
    process.stdout.write(`${i + 20}\n`);
  }
}

if (require.main === module) void main(process.argv.slice(2));
