import type { Dataset, Example, KnownImages, RawImage } from '@alignclip/core';
import type { EmbeddingStore } from '@alignclip/formats';
import type { FeatureRows } from './feature-rows';

/** Numbers of a kept hash: two of its bytes each, which float32 holds exactly. */
export const hashNumbers = 16;
/** Hashes between two writes to the disk. */
const writeEvery = 256;

/**
 * Images of files whose features are kept: by the hash of a file, that of its decoded image, by which its row is found. A
 * file of another content has another hash and is decoded.
 */
export class DecodedFiles implements KnownImages {
  private readonly added = new Map<string, Float32Array>();

  constructor(
    /** Rows of `hashNumbers`. */
    private readonly store: EmbeddingStore,
    private readonly features: FeatureRows<RawImage>,
  ) {}

  async find(file: string): Promise<RawImage | undefined> {
    const image = (await this.store.read([file])).get(file);
    return image && this.features.standIn(textOf(image), { width: 0, height: 0, mode: 'RGB', data: new Uint8Array() });
  }

  async add(file: string, image: RawImage): Promise<void> {
    this.added.set(file, numbersOf(this.features.keyOf(image)));
    if (this.added.size >= writeEvery) await this.save();
  }

  /** Writes what was added since the last write. */
  async save(): Promise<void> {
    const added = new Map(this.added);
    this.added.clear();
    if (added.size > 0) await this.store.write(added);
  }
}

/** The examples of the training split, with stand-ins for the images of known files. */
export async function* trainingExamples(dataset: Dataset, known: DecodedFiles | undefined): AsyncGenerator<Example> {
  yield* dataset.examples('train', known);
  await known?.save();
}

const numbersOf = (hash: string): Float32Array =>
  Float32Array.from({ length: hashNumbers }, (_, i) => Number.parseInt(hash.slice(4 * i, 4 * i + 4), 16));

const textOf = (numbers: Float32Array): string =>
  Array.from(numbers, (number) => number.toString(16).padStart(4, '0')).join('');
