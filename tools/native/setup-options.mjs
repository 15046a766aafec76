import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const usage = `npm run setup -- [options]
  --mpnet        also bring all-mpnet-base-v2, the sentence encoder of the paper (480 MB)
  --teacher NAME the same by name: minilm (always brought) or mpnet
  --cpu          TensorFlow without CUDA, also on a machine with an NVIDIA GPU
  --root FOLDER  the clone to set up (default: this one)`;

/** The options of the set-up from its arguments; a wrong one ends the program with the usage. */
export function setupOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        mpnet: { type: 'boolean' },
        teacher: { type: 'string' },
        cpu: { type: 'boolean' },
        root: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) return { help: usage };
    const teacher = values.teacher ?? (values.mpnet ? 'mpnet' : 'minilm');
    if (!['minilm', 'mpnet'].includes(teacher)) throw new Error(`--teacher ${teacher}: known are minilm and mpnet`);
    return {
      root: resolve(values.root ?? fileURLToPath(new URL('../..', import.meta.url))),
      encoders: teacher === 'mpnet' ? ['minilm', 'mpnet'] : ['minilm'],
      cpu: values.cpu === true,
    };
  } catch (error) {
    return { problem: `${error.message}\n${usage}` };
  }
}
