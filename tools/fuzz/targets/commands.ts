import { messageOf } from '@alignclip/core';
import { Detached, Interrupted, UserError } from '@alignclip/core';
import { madeRecord } from '@alignclip/experiment/testing';
import { float32Tensor, writeSafetensors, writeTorchCheckpoint } from '@alignclip/formats';
import { type Command, CommanderError } from 'commander';
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { require, type Target } from '../target';
import { faultOfMessage, filesIn } from '../watch';
import { commandLine, createProgram } from './command-grammar';
import { fixture, root } from './places';

const experiment = (name: string) => `
  import { bpeTokenizer, clip, defineExperiment, gap, shapes, shared, summaryTable, textTransformer, trainer, visionTransformer } from 'alignclip';
  const tower = { width: 8, layers: 1, embeddingWidth: 8 };
  export default defineExperiment({
    name: '${name}', seeds: [0],
    base: {
      dataset: shapes({ resolution: 16 }), imageEncoder: visionTransformer({ ...tower, imageSize: 16, patchSize: 8 }),
      textEncoder: textTransformer(tower), tokenizer: bpeTokenizer({ contextLength: 16 }), losses: [clip()],
      trainer: trainer({ steps: 2, batchSize: 8 }), evaluators: [gap({ resamples: 0 })],
    },
    variants: { CLIP: {}, SharedCLIP: { sharing: shared() } }, tables: [summaryTable()],
  });`;

/** What commands find where they run. */
async function prepare(target: string): Promise<void> {
  const folder = join(target, 'work');
  mkdirSync(folder);
  const write = (name: string, content: Uint8Array | string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  const embeddings = float32Tensor(
    [4, 3],
    Float32Array.from({ length: 12 }, (_, i) => Math.sin(i)),
  );
  await writeSafetensors(
    join(folder, 'x.safetensors'),
    new Map([
      ['image', embeddings],
      ['text', embeddings],
    ]),
  );
  await writeTorchCheckpoint(join(folder, 'x.pt'), new Map([['image', embeddings]]));
  const record = JSON.stringify(madeRecord());
  for (const name of ['runs/tiny/records/clip-seed0-000000000000.json', 'clip.json', 'records/clip.json'])
    write(name, record);
  write('broken.json', record.slice(0, 100));
  write('table.csv', 'image,caption,split\nimage.png,a cat,train\nimage.png,a dog,test\nnone.png,x,test\n');
  write('shard.tar', fixture('webdataset/shard-0000.tar'));
  write('table.parquet', fixture('parquet/four.parquet'));
  write('captions.json', '{"images":[{"id":1,"file_name":"image.png"}],"annotations":[{"image_id":1,"caption":"x"}]}');
  write('image.png', fixture('flickr/images/0.png'));
  write(
    'x.npy',
    Buffer.from("\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }", 'latin1'),
  );
  write('cut.safetensors', Buffer.alloc(20, 7));
  write('experiment.ts', experiment('tiny'));
  write('throws.ts', "throw new Error('on\\u001b[2J purpose\\nsecond line');");
  write('none.ts', 'export const x = 1;');
  write('module.mts', experiment('module'));
  write('README.md', '# none\n');
  write('folder/inside.txt', 'x');
  write('empty', '');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
}

interface Ended {
  readonly error?: unknown;
  readonly output: string;
}

/** Runs a command in this process, from the folder. */
async function run(args: readonly string[], folder: string): Promise<Ended> {
  const { cwd, exit } = process;
  const { stdout, stderr } = process;
  const [outWrite, errWrite] = [stdout.write, stderr.write];
  let output = '';
  stdout.write = stderr.write = ((chunk: unknown) => ((output += String(chunk)), true)) as typeof outWrite;
  process.exit = (code) => {
    throw new CommanderError(Number(code), 'exit', 'exit');
  };
  const before = cwd.call(process);
  process.chdir(folder);
  try {
    await strict(createProgram(args[0] === 'help' ? args[1] : args[0])).parseAsync([...args], { from: 'user' });
    return { output };
  } catch (error) {
    return { error, output };
  } finally {
    process.chdir(before);
    process.exit = exit;
    process.exitCode = undefined;
    [stdout.write, stderr.write] = [outWrite, errWrite];
  }
}

/** The same program, whose errors are thrown. */
function strict(program: Command): Command {
  program.exitOverride();
  program.commands.forEach(strict);
  return program;
}

function checkText(text: string): void {
  const fault = faultOfMessage(`x${text.replaceAll('\n', ' ')}`);
  require(fault === undefined, `the output: ${fault}`);
}

const inProcess: Target = {
  name: 'command',
  file: 'command.json',
  weight: 12,
  writes: true,
  seconds: 20,
  make: (random) => Buffer.from(JSON.stringify(commandLine(random))),
  prepare,
  read: async (path, input) => {
    const folder = join(dirname(path), 'work');
    const before = filesIn(folder).join('\n');
    const { error, output } = await run(JSON.parse(Buffer.from(input).toString()) as string[], folder);
    checkText(output);
    if (error === undefined || error instanceof CommanderError || error instanceof Detached) return;
    require(filesIn(folder).join('\n') === before, `an error that leaves files: ${messageOf(error)}`);
    if (error instanceof Interrupted) return;
    if (!(error instanceof UserError)) throw error;
    checkText(error.message);
  },
};

/** The whole program, as a user starts it. */
const asProcess: Target = {
  name: 'process',
  file: 'process.json',
  weight: 0.4,
  writes: true,
  seconds: 60,
  make: (random) => Buffer.from(JSON.stringify(commandLine(random).map((text) => text.replaceAll('\0', '')))),
  prepare,
  read: (path, input) => {
    const folder = join(dirname(path), 'work');
    const before = filesIn(folder).join('\n');
    const args = JSON.parse(Buffer.from(input).toString()) as string[];
    const { status, stdout, stderr, error } = spawnSync(
      process.execPath,
      [join(root, 'packages/cli/bin/alignclip.cjs'), ...args],
      {
        cwd: folder,
        encoding: 'utf8',
        timeout: 100_000,
      },
    );
    if (error) throw error;
    checkText(stdout);
    checkText(stderr);
    require(status === 0 || status === 1 || status === 130, `exit status ${status}`);
    require(!/\n {4}at /.test(stderr), `a stack: ${stderr.slice(0, 1500)}`);
    require(status === 0 || stderr.trim() !== '', 'a failure without a word');
    require(status === 0 || filesIn(folder).join('\n') === before, `a failure that leaves files: ${stderr}`);
  },
};

export const commandTargets: readonly Target[] = [inProcess, asProcess];
