import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cacheFolder, fileHash, setUpCommand } from '@alignclip/backend';
import { contentHash, UserError, unknownName } from '@alignclip/core';

/** The sentence encoders that the set-up can download. */
export const sentenceEncoders: readonly string[] = ['all-MiniLM-L6-v2', 'all-mpnet-base-v2'];

/** The files of a model's folder. */
export const modelFiles = ['config.json', 'tokenizer.json', 'model.safetensors'] as const;

/** The folder of a model's files: `<cache>/models/<name>`, or the path itself for anything with a slash. */
const folderOf = (model: string): string => (/[/\\]/.test(model) ? resolve(model) : cacheFolder('models', model));

const missingFiles = (folder: string): string[] => modelFiles.filter((file) => !existsSync(join(folder, file)));

/** Whether all files of the model exist; false for unknown names too. */
export const hasSentenceEncoder = (model: string): boolean => missingFiles(folderOf(model)).length === 0;

/** The folder of a model by name or path. Throws UserError if files are missing or the name is unknown. */
export function sentenceEncoderFolder(model: string): string {
  const folder = folderOf(model);
  const missing = missingFiles(folder);
  if (missing.length === 0) return folder;
  if (sentenceEncoders.includes(model)) {
    const command = setUpCommand(...(model.includes('mpnet') ? ['--mpnet'] : []));
    throw new UserError(
      `the sentence encoder "${model}" is not in ${folder} (no ${missing.join(', ')}); \`${command}\` downloads it, ` +
        'or use a component that needs none, such as the teacher bagOfWords() or the text encoder textTransformer()',
    );
  }
  if (folder === resolve(model)) throw new UserError(`model "${model}": no ${missing.join(', ')} in ${folder}`);
  throw unknownName('sentence encoder', model, [...sentenceEncoders, './folder/of/a/model']);
}

/** SHA-256 of the files of the published models, as the set-up downloads them. */
const published: Readonly<Record<string, readonly string[]>> = {
  'all-MiniLM-L6-v2': [
    '953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41',
    'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037',
    '53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db',
  ],
  'all-mpnet-base-v2': [
    'd46a3e04ded82bba22528424480697d394eeda6a27484e08c5bb2bdf5906cfa0',
    'b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842',
    '78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658',
  ],
};

/**
 * Hash of the contents of the model's files; unchanged files are not read again unless `read` is 'always'. Throws
 * UserError where a published model's file is corrupt.
 */
export async function modelHash(model: string, read: 'changed' | 'always' = 'changed'): Promise<string> {
  const folder = sentenceEncoderFolder(model);
  const hashes = await Promise.all(modelFiles.map((file) => fileHash(join(folder, file), { read })));
  const corrupt = modelFiles.find((_, i) => published[model] !== undefined && published[model][i] !== hashes[i]);
  if (corrupt === undefined) return contentHash(hashes);
  throw new UserError(
    `the sentence encoder "${model}" is corrupt: ${join(folder, corrupt)} is not the published file; ` +
      `remove it and run \`${setUpCommand()}\``,
  );
}
