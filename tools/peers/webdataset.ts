import { sha256 } from '@alignclip/core';
import { tarContent, webdataset as shards } from '@alignclip/datasets';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Peer } from './peer';
import { captionsOf } from './read-split';

type Rows = [key: string, image: string, captions: string[]][];

/** Shards that webdataset writes are read here, and the other way round. */
export const webdataset: Peer = {
  name: 'webdataset',
  packages: ['webdataset==1.0.2', 'numpy==2.4.6', 'pillow==13.0.0'],
  run: async ({ folder, counts, python }) => {
    const theirs = python({ folder, action: 'write' }) as { file: string; rows: Rows }[];
    for (const { file, rows } of theirs) {
      const read = await captionsOf(shards({ files: join(folder, file) }), (image) => sha256(image));
      const wanted = rows.map(([, image, captions]) => [image, captions.map((caption) => caption.trim())]);
      counts.check(JSON.stringify(read) === JSON.stringify(wanted), `${file}: ${JSON.stringify(read).slice(0, 400)}`);
    }
    const image = readFileSync(join(folder, 'image.png'));
    const files = ['a', 'b-c', 'sub/d', 'x'.repeat(80)].flatMap((key, i) => [
      { name: `${key}.png`, data: image },
      { name: `${key}.json`, data: Buffer.from(JSON.stringify({ caption: `number ${i} é 😀` })) },
      { name: `${key}.txt`, data: Buffer.from(`number ${i} é 😀`) },
    ]);
    await writeFile(join(folder, 'ours.tar'), tarContent(files));
    const members = python({ folder, action: 'read' }) as Record<string, string>;
    for (const { name, data } of files)
      counts.check(members[name] === sha256(data), `${name}: ${members[name] ?? 'not found'}`);
  },
};
