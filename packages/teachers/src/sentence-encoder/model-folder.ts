import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cacheFolder } from '@alignclip/backend';
import { UserError, unknownName } from '@alignclip/core';

/** The sentence encoders that `npm run setup` can download. */
export const sentenceEncoders: readonly string[] = ['all-MiniLM-L6-v2', 'all-mpnet-base-v2'];

const files = ['config.json', 'tokenizer.json', 'model.safetensors'] as const;

/** The folder of a model's files: `<cache>/models/<name>`, or the path itself for anything with a slash. */
const folderOf = (model: string): string => (/[/\\]/.test(model) ? resolve(model) : cacheFolder('models', model));

const missingFiles = (folder: string): string[] => files.filter((file) => !existsSync(join(folder, file)));

/** Whether all files of the model exist; false for unknown names too. */
export const hasSentenceEncoder = (model: string): boolean => missingFiles(folderOf(model)).length === 0;

/** The folder of a model by name or path. Throws UserError if files are missing or the name is unknown. */
export function sentenceEncoderFolder(model: string): string {
  const folder = folderOf(model);
  const missing = missingFiles(folder);
  if (missing.length === 0) return folder;
  if (sentenceEncoders.includes(model)) {
    throw new UserError(
      `the sentence encoder "${model}" is not in ${folder} (no ${missing.join(', ')}); \`npm run setup\` downloads it, ` +
        'or use another teacher, for example bagOfWords()',
    );
  }
  if (folder === resolve(model)) throw new UserError(`model "${model}": no ${missing.join(', ')} in ${folder}`);
  throw unknownName('sentence encoder', model, [...sentenceEncoders, './folder/of/a/model']);
}

/** Hex SHA-256 of the model's files. */
export async function modelHash(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) await pipeline(createReadStream(join(folder, file)), hash, { end: false });
  return hash.digest('hex');
}
