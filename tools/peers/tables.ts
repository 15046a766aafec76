import { csv, parquet } from '@alignclip/datasets';
import { sha256 } from '@alignclip/core';
import { join } from 'node:path';
import type { Peer } from './peer';
import { captionsOf } from './read-split';

/** What a table holds: images by their hash, captions. */
interface Written {
  readonly file: string;
  readonly options?: object;
  readonly rows: readonly { readonly image: string; readonly captions: readonly string[] }[];
}

/** Lists that pandas writes: separators, quoting, ends of lines, encodings of Unicode, gzip. */
export const pandas: Peer = {
  name: 'pandas',
  packages: ['pandas==3.1.1', 'numpy==2.4.6', 'pillow==13.0.0'],
  run: async ({ folder, counts, python }) => {
    for (const { file, options, rows } of python(folder) as Written[]) {
      const images = join(folder, 'images');
      const read = await captionsOf(csv({ files: join(folder, file), images, ...options }), (_, id) => id);
      const wanted = new Map<string, string[]>();
      for (const { image, captions } of rows)
        wanted.set(image, [...(wanted.get(image) ?? []), ...captions.map(trimmed)]);
      counts.check(JSON.stringify(read) === JSON.stringify([...wanted]), `${file}: ${differing(read, [...wanted])}`);
    }
  },
};

/** Tables that pyarrow writes: every compression, encoding, version of pages and type of column that is promised. */
export const pyarrow: Peer = {
  name: 'pyarrow',
  packages: ['pyarrow==26.0.1', 'numpy==2.4.6', 'pillow==13.0.0'],
  run: async ({ folder, counts, python }) => {
    for (const { file, options, rows } of python(folder) as Written[]) {
      const read = await captionsOf(parquet({ files: join(folder, file), ...options }), (image) => sha256(image));
      const wanted = rows.map(({ image, captions }) => [image, captions.map(trimmed)]);
      counts.check(JSON.stringify(read) === JSON.stringify(wanted), `${file}: ${differing(read, wanted)}`);
    }
  },
};

/** White space around a caption is not part of it (docs/deviations.md). */
const trimmed = (caption: string): string => caption.trim();

function differing(read: readonly unknown[], wanted: readonly unknown[]): string {
  const at = wanted.findIndex((one, i) => JSON.stringify(one) !== JSON.stringify(read[i]));
  const [ours, theirs] = [read, wanted].map((list) => JSON.stringify(list[at] ?? null).slice(0, 300));
  return `${read.length} of ${wanted.length} items; item ${at}: here ${ours}, there ${theirs}`;
}
