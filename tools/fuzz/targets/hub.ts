import { type HubName, hubTokenizer, madeHubFolder } from '@alignclip/experiment/testing';
import { readModelFile } from '@alignclip/experiment';
import { readHubTokenizer } from '@alignclip/formats';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { mutateJson } from '../inputs/mutate-json';
import { assure, mutationsOf, type Target } from '../target';

const fixture = (name: string): Buffer => readFileSync(join(__dirname, '../../../packages/formats/fixtures', name));

const tokenizers = (): Buffer[] => [
  ...['clip', 'siglip'].map((name) => fixture(`tokenizers/${name}.json`)),
  Buffer.from(JSON.stringify(hubTokenizer('siglip'))),
];

const tokenizer: Target = {
  name: 'tokenizer-json',
  file: 'tokenizer.json',
  weight: 2,
  make: mutationsOf(tokenizers, {
    others: tokenizers().map((sound) => (random) => Buffer.from(mutateJson(random, JSON.parse(sound.toString())))),
  }),
  read: async (path) => {
    const made = await readHubTokenizer(path);
    for (const text of ['a red cat runs', '', 'é 😀 </s>', 'dog '.repeat(300)])
      for (const id of made.encode(text))
        assure(Number.isInteger(id) && id >= 0 && id < made.vocabularySize, `id ${id}`);
  },
  seconds: 30,
};

/** The config.json beside weights of Hugging Face. */
const config = (name: HubName): Target => {
  const sound = () => fixture(`hub/${name}/config.json`);
  return {
    name: `hub-${name}-config`,
    file: 'config.json',
    make: mutationsOf(() => [sound()], {
      others: [(random) => Buffer.from(mutateJson(random, JSON.parse(sound().toString())))],
    }),
    prepare: (folder) => madeHubFolder(folder, name),
    read: async (path) => {
      const { hyperParameters } = await readModelFile(dirname(path));
      assure(hyperParameters.imageHeads > 0, `${hyperParameters.imageHeads} heads`);
    },
  };
};

export const hubTargets: readonly Target[] = [tokenizer, config('clip'), config('siglip')];
