import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256 } from '@alignclip/core';
import { readSafetensors, writeSafetensors } from '@alignclip/formats';
import type { GoldenManifest } from './compare';

/** Tensors that prove nothing that the others don't prove; fixtures/README.md has the reasons. */
const cut: Readonly<Record<string, RegExp>> = {
  'train.safetensors': /^(sharedclip|alignclip_image)\/grad1\/|^clamp_high\/final\/(?!logit_scale$)/,
  'transforms.safetensors': /^[ad]\/eval224$/,
};

/** Copies a golden set without the tensors in `cut`; the manifest of the copy has the new sizes and hashes. */
async function cutSet(from: string, to: string): Promise<void> {
  // Not through the schema: it would order the fields anew.
  const manifest = JSON.parse(await readFile(join(from, 'manifest.json'), 'utf8')) as GoldenManifest;
  for (const [file, entry] of Object.entries(manifest.files)) {
    await mkdir(dirname(join(to, file)), { recursive: true });
    const pattern = cut[file];
    if (pattern === undefined) await copyFile(join(from, file), join(to, file));
    else {
      const { tensors, metadata } = await readSafetensors(join(from, file));
      const kept = new Map([...tensors].filter(([name]) => !pattern.test(name)));
      await writeSafetensors(join(to, file), kept, metadata);
      entry.tensors = Object.fromEntries(Object.entries(entry.tensors).filter(([name]) => kept.has(name)));
    }
    entry.bytes = (await stat(join(to, file))).size;
    entry.sha256 = sha256(await readFile(join(to, file)));
  }
  await writeFile(join(to, 'manifest.json'), `${JSON.stringify(manifest, undefined, 1)}\n`);
}

const [from, to] = process.argv.slice(2);
if (from === undefined || to === undefined) throw new Error('usage: cut.ts FROM TO');
void cutSet(from, to);
