import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isInstalled, projectRoot, setUpUsage } from './places.mjs';
import { messageOf } from './say.mjs';

/**
 * @typedef {{
 *   root: string,
 *   sentenceEncoders: import('./pinned.mjs').SentenceEncoderName[],
 *   imageEncoders: import('./pinned.mjs').ImageEncoderName[],
 *   cpu: boolean,
 * }} SetupOptions
 */

const usage = `${setUpUsage} [options]
  --mpnet        also download all-mpnet-base-v2, the sentence encoder of the paper (405 MB)
  --teacher NAME the same by name: minilm (always installed) or mpnet
  --lite1        also download the ImageNet weights of EfficientNet-Lite1 (20 MB; those of Lite0 are always installed)
  --lite2        the same of EfficientNet-Lite2 (23 MB)
  --cpu          install TensorFlow without CUDA, even with an NVIDIA GPU
  --root FOLDER  the ${isInstalled ? 'project' : 'clone'} to set up (default: this one)`;

const options = /** @type {const} */ ({
  mpnet: { type: 'boolean' },
  teacher: { type: 'string' },
  lite1: { type: 'boolean' },
  lite2: { type: 'boolean' },
  cpu: { type: 'boolean' },
  root: { type: 'string' },
  help: { type: 'boolean' },
});

const imageEncoders = /** @type {const} */ (['lite0', 'lite1', 'lite2']);

/**
 * The options of the set-up from its arguments, or the text to print instead.
 * @param {readonly string[]} args
 * @returns {SetupOptions | { help: string } | { problem: string }}
 */
export function setupOptions(args) {
  try {
    const { values } = parseArgs({ args: [...args], options });
    if (values.help) return { help: usage };
    const teacher = values.teacher ?? (values.mpnet ? 'mpnet' : 'minilm');
    if (!['minilm', 'mpnet'].includes(teacher)) throw new Error(`--teacher ${teacher}: known are minilm and mpnet`);
    return {
      root: resolve(values.root ?? projectRoot),
      sentenceEncoders: teacher === 'mpnet' ? ['minilm', 'mpnet'] : ['minilm'],
      imageEncoders: imageEncoders.filter((name) => name === 'lite0' || values[name] === true),
      cpu: values.cpu === true,
    };
  } catch (error) {
    return { problem: `${messageOf(error)}\n${usage}` };
  }
}
