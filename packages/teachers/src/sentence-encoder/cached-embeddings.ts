import type { Matrix, ReportProgress } from '@alignclip/core';
import { EmbeddingStore } from './embedding-store';
import { loadSentenceEncoder, type SentenceEncoder } from './sentence-encoder';

/** Sentences embedded between two writes to the disk: what an interrupted run loses at most. */
const writeEvery = 4096;
/** Sentences embedded between two reports. */
const reportEvery = 256;

export interface EmbeddingSource {
  readonly load: () => Promise<SentenceEncoder>;
  readonly store: EmbeddingStore;
}

/** Embeddings by sentence: from memory, else from the disk, else computed; the model is loaded only in the last case. */
export class CachedEmbeddings {
  private readonly known = new Map<string, Float32Array>();
  private encoder: SentenceEncoder | undefined;

  constructor(private readonly source: EmbeddingSource) {}

  /** Of a model by name or folder; files are kept in `folder`. */
  static of(model: string, { maxTokens, width, folder }: { maxTokens: number; width: number; folder: string }) {
    const load = () => loadSentenceEncoder(model, { maxTokens });
    return new CachedEmbeddings({ load, store: new EmbeddingStore(folder, width) });
  }

  /** Computes and stores what is missing, then frees the model. */
  async prepare(sentences: readonly string[], report?: ReportProgress): Promise<void> {
    const unknown = this.missing(sentences);
    if (unknown.length > 0) this.add(await this.source.store.read(unknown));
    const uncomputed = this.missing(unknown);
    for (let start = 0; start < uncomputed.length; start += writeEvery) {
      const chunk = uncomputed.slice(start, start + writeEvery);
      const embedded = new Map<string, Float32Array>();
      for (let at = 0; at < chunk.length; at += reportEvery) {
        for (const [sentence, row] of await this.compute(chunk.slice(at, at + reportEvery)))
          embedded.set(sentence, row);
        report?.('caption embeddings', start + embedded.size, uncomputed.length);
      }
      await this.source.store.write(embedded);
    }
    this.encoder?.dispose();
    this.encoder = undefined;
  }

  /** One row a sentence. What wasn't prepared is computed by a model that stays loaded, and is kept in memory only. */
  async embed(sentences: readonly string[]): Promise<Matrix> {
    await this.compute(this.missing(sentences));
    const columns = this.known.get(sentences[0] ?? '')?.length ?? 0;
    const values = new Float32Array(sentences.length * columns);
    sentences.forEach((sentence, row) => values.set(this.known.get(sentence)!, row * columns));
    return { rows: sentences.length, columns, values };
  }

  private missing(sentences: readonly string[]): string[] {
    return [...new Set(sentences)].filter((sentence) => !this.known.has(sentence));
  }

  private add(embeddings: ReadonlyMap<string, Float32Array>): void {
    for (const [sentence, row] of embeddings) this.known.set(sentence, row);
  }

  private async compute(sentences: readonly string[]): Promise<ReadonlyMap<string, Float32Array>> {
    if (sentences.length === 0) return new Map();
    this.encoder ??= await this.source.load();
    const { columns, values } = await this.encoder.embed(sentences);
    const rows = sentences.map((_, row) => values.slice(row * columns, (row + 1) * columns));
    const embeddings = new Map(sentences.map((sentence, row) => [sentence, rows[row]!]));
    this.add(embeddings);
    return embeddings;
  }
}
