import { cacheFolder } from '@alignclip/backend';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Check, ok, warning } from './check';

const files = ['model.safetensors', 'tokenizer.json', 'config.json'];

const encoders = [
  { name: 'all-MiniLM-L6-v2', remedy: 'run `npm run setup`; till then the bag-of-words teacher stands in for it' },
  { name: 'all-mpnet-base-v2', remedy: 'run `npm run setup -- --mpnet` for the profiles that use the paper’s teacher' },
];

/** The sentence encoders of the teachers, in the cache. */
export function checkEncoders(folder: string = cacheFolder('models')): Check[] {
  return encoders.map(({ name, remedy }) =>
    files.every((file) => existsSync(join(folder, name, file)))
      ? ok(name, join(folder, name))
      : warning(name, 'not brought', remedy),
  );
}
