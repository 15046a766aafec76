import { keyBytes, type EmbeddingFile } from './embedding-file';
import { KeyIndex } from './key-index';

/** A file whose rows are numbered from `first` on among those of all files. */
export type ListedFile = EmbeddingFile & { readonly first: number };

/** In which file and row each key stands. */
export class KeyPlaces {
  private readonly index = new KeyIndex();
  private readonly files: ListedFile[] = [];
  private readonly gone = new Set<ListedFile>();
  private rows = 0;

  /** A key keeps the place that it has, unless the file there is gone. */
  add(file: EmbeddingFile, keys: Uint8Array): ListedFile {
    const listed = { ...file, first: this.rows };
    for (let row = 0; row < file.rows; row += 1) this.place(keys.subarray(row * keyBytes), this.rows + row);
    this.files.push(listed);
    this.rows += file.rows;
    return listed;
  }

  find(key: Uint8Array): { readonly file: ListedFile; readonly row: number } | undefined {
    const number = this.index.find(key);
    if (number === undefined) return undefined;
    const file = this.fileOf(number);
    return this.gone.has(file) ? undefined : { file, row: number - file.first };
  }

  /** Nothing is found in that file any more. */
  drop(file: ListedFile): void {
    this.gone.add(file);
  }

  private place(key: Uint8Array, number: number): void {
    const known = this.index.find(key);
    if (known === undefined) this.index.add(key, number);
    else if (this.gone.has(this.fileOf(known))) this.index.move(key, number);
  }

  /** The last file that begins at the number or before it. */
  private fileOf(number: number): ListedFile {
    let [low, high] = [0, this.files.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.files[middle]!.first <= number) low = middle;
      else high = middle - 1;
    }
    return this.files[low]!;
  }
}
