import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { messageOf } from './say.mjs';

/** @typedef {{ root: string, encoders: import('./pinned.mjs').EncoderName[], cpu: boolean }} SetupOptions */

const usage = `npm run setup -- [options]
  --mpnet        also download all-mpnet-base-v2, the sentence encoder of the paper (405 MB)
  --teacher NAME the same by name: minilm (always installed) or mpnet
  --cpu          install TensorFlow without CUDA, even with an NVIDIA GPU
  --root FOLDER  the clone to set up (default: this one)`;

const options = /** @type {const} */ ({
  mpnet: { type: 'boolean' },
  teacher: { type: 'string' },
  cpu: { type: 'boolean' },
  root: { type: 'string' },
  help: { type: 'boolean' },
});

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
      root: resolve(values.root ?? fileURLToPath(new URL('../..', import.meta.url))),
      encoders: teacher === 'mpnet' ? ['minilm', 'mpnet'] : ['minilm'],
      cpu: values.cpu === true,
    };
  } catch (error) {
    return { problem: `${messageOf(error)}\n${usage}` };
  }
}
