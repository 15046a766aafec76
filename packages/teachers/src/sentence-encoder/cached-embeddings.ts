import { UserError, type Matrix, type ReportProgress } from '@alignclip/core';
import { EmbeddingStore } from '@alignclip/formats';
import { loadSentenceEncoder, modelHash, type SentenceEncoder } from '@alignclip/nn/sentence-encoder';

/** Sentences embedded between two writes to the disk: the most that an interrupted run loses. */
const writeEvery = 4096;
/** Sentences embedded between two reports. */
const reportEvery = 256;

const defaultMaxKept = 1 << 18;

export interface EmbeddingSource {
  readonly load: () => Promise<SentenceEncoder>;
  readonly store: EmbeddingStore;
  /** Maximum number of rows that stay in memory; all others are read from the disk each time. */
  readonly maxKept?: number;
}

interface CachedModel {
  readonly maxTokens: number;
  readonly width: number;
  readonly folder: string;
  /** The content of its files when the run's key was made. */
  readonly hash: string;
}

type Rows = ReadonlyMap<string, Float32Array>;

/** Embeddings by sentence: from memory, from the disk, or computed; the model is loaded only to compute. */
export class CachedEmbeddings {
  private readonly known = new Map<string, Float32Array>();
  private encoder: SentenceEncoder | undefined;

  constructor(private readonly source: EmbeddingSource) {}

  /** Embeddings of a model by name or folder, cached in `folder`. Throws UserError where its files don't have `hash`. */
  static of(model: string, { maxTokens, width, folder, hash }: CachedModel) {
    const load = async () => {
      const encoder = await loadSentenceEncoder(model, { maxTokens });
      if ((await modelHash(model, 'always')) === hash) return encoder;
      throw new UserError(`model "${model}": its files have changed since the start, or are corrupt; run it again`);
    };
    return new CachedEmbeddings({ load, store: new EmbeddingStore(folder, width) });
  }

  /** Computes and stores what is missing, then frees the model; keeps up to `maxKept` rows in memory. */
  async prepare(sentences: readonly string[], report?: ReportProgress): Promise<void> {
    const { store, maxKept = defaultMaxKept } = this.source;
    await store.refresh();
    const distinct = [...new Set(sentences)];
    const uncomputed = await store.missing(distinct);
    for (let start = 0; start < uncomputed.length; start += writeEvery) {
      const chunk = uncomputed.slice(start, start + writeEvery);
      const embedded = new Map<string, Float32Array>();
      for (let at = 0; at < chunk.length; at += reportEvery) {
        for (const [sentence, row] of await this.compute(chunk.slice(at, at + reportEvery))) {
          embedded.set(sentence, row);
        }
        report?.('caption embeddings', start + embedded.size, uncomputed.length);
      }
      await store.write(embedded);
    }
    this.encoder?.dispose();
    this.encoder = undefined;
    await this.rowsOf(distinct.slice(0, maxKept)); // so that training steps need not wait for the disk
  }

  /** One row per sentence. What is not on the disk is computed by a model that stays loaded, and written before it is used. */
  async embed(sentences: readonly string[]): Promise<Matrix> {
    const rows = await this.rowsOf(new Set(sentences));
    return matrixOf(sentences.map((sentence) => this.known.get(sentence) ?? rows.get(sentence)!));
  }

  /** The rows of distinct sentences that are not in memory; up to `maxKept` rows stay there from now on. */
  private async rowsOf(sentences: Iterable<string>): Promise<Rows> {
    const unknown = [...sentences].filter((sentence) => !this.known.has(sentence));
    if (unknown.length === 0) return new Map();
    const { store, maxKept = defaultMaxKept } = this.source;
    const rows = new Map(await store.read(unknown));
    const computed = await this.compute(unknown.filter((sentence) => !rows.has(sentence)));
    if (computed.size > 0) await store.write(computed);
    for (const [sentence, row] of computed) rows.set(sentence, row);
    for (const sentence of unknown) if (this.known.size < maxKept) this.known.set(sentence, rows.get(sentence)!);
    return rows;
  }

  private async compute(sentences: readonly string[]): Promise<Rows> {
    if (sentences.length === 0) return new Map();
    this.encoder ??= await this.source.load();
    const { columns, values } = await this.encoder.embed(sentences);
    return new Map(sentences.map((sentence, row) => [sentence, values.slice(row * columns, (row + 1) * columns)]));
  }
}

function matrixOf(rows: readonly Float32Array[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  const values = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => values.set(row, i * columns));
  return { rows: rows.length, columns, values };
}
