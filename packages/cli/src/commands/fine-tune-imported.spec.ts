import { selectBackend } from '@alignclip/backend';
import { RunStore } from '@alignclip/experiment';
import { readCheckpointFile, readSafetensors, type ModelKind, writeTorchCheckpoint } from '@alignclip/formats';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createProgram } from '../program';
import { madeStateDict } from '../testing/made-checkpoint';
import { printed } from '../testing/run-bin';
import { scratchFolder } from '../testing/scratch-folder';

const scratch = scratchFolder();
const at = (...names: string[]) => join(scratch.path, ...names);
const run = (...args: string[]) => printed(() => createProgram().exitOverride().parseAsync(args, { from: 'user' }));

/** The experiment that `import` prints, with something to freeze. */
function experimentOf(lines: readonly string[], weights: string, freeze: readonly string[]): string {
  const slots = lines.slice(lines.indexOf('In an experiment:') + 1);
  expect(slots.at(-1)).toBe(`  trainer: trainer({ from: ${JSON.stringify(weights)} }),`);
  const model = slots.slice(0, -1);
  const names = model.map((line) => /: (\w+)\(/.exec(line)![1]!);
  return `
    import { clip, defineExperiment, shapes, trainer, warmUpConstant, ${names.join(', ')} } from 'alignclip';
    export default defineExperiment({
      name: 'tuned', seeds: [0],
      base: {
        ${model.join('\n')}
        dataset: shapes({ resolution: 16 }), losses: [clip()], evaluators: [], schedule: warmUpConstant({ rate: 1e-2 }),
        trainer: trainer({
          from: ${JSON.stringify(weights)}, steps: 6, batchSize: 8, freeze: ${JSON.stringify(freeze)}, ema: { decay: 0.5 },
        }),
      },
      variants: { tuned: {} },
    });`;
}

type Tensors = ReadonlyMap<string, { readonly data: ArrayLike<number | bigint> & ArrayBufferView }>;

const bytes = (tensors: Tensors, name: string) => {
  const { data } = tensors.get(name)!;
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
};

/** The names of those that are not the same, bit by bit. */
function changed(before: Tensors, after: Tensors): string[] {
  expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
  return [...before.keys()].filter((name) => bytes(before, name) !== bytes(after, name)).sort();
}

const under = (tensors: Tensors, folder: string): Tensors =>
  new Map([...tensors].flatMap(([name, one]) => (name.startsWith(folder) ? [[name.slice(folder.length), one]] : [])));

describe('a .pt that is imported, trained further in part, and exported again', () => {
  beforeAll(() => selectBackend());

  it.each<[ModelKind, 'open-clip' | 'alignclip', string[], RegExp, RegExp]>([
    [
      'clip',
      'open-clip',
      ['text/**', 'image/blocks/0/**'],
      /^(text\/|image\/blocks\/0\/)/,
      /^(?!visual\.|logit_scale$)|^visual\.transformer\.resblocks\.0\./,
    ],
    [
      'sharedclip',
      'alignclip',
      ['text/**', 'shared/blocks/1/**'],
      /^(text\/|shared\/blocks\/1\/)/,
      /^text\.|resblocks\.1\./,
    ],
  ])(
    'keeps what is frozen of a %s bit by bit, changes all else, and gives the names of its file back',
    async (kind, to, freeze, isFrozen, isFrozenName) => {
      const [file, weights, back] = [at(`${kind}.pt`), at(`${kind}.safetensors`), at(`${kind}-back.pt`)];
      const official = await madeStateDict(kind);
      await writeTorchCheckpoint(file, official, { epoch: 1 });
      const lines = await run('import', file, '--out', weights, '--image-heads', '2', '--text-heads', '2');
      scratch.write(`${kind}.ts`, experimentOf(lines, weights, freeze));
      await run('train', at(`${kind}.ts`), '--runs', at(kind));

      const { tensors: imported } = await readSafetensors(weights);
      const folder = at(kind, 'tuned/checkpoints');
      const { tensors: checkpoint } = await readSafetensors(join(folder, readdirSync(folder)[0]!));
      const trainable = [...imported.keys()].filter((address) => !isFrozen.test(address)).sort();
      expect(trainable.length).toBeLessThan(imported.size);
      for (const weightsOf of ['parameters/', 'unaveraged/'])
        expect(changed(imported, under(checkpoint, weightsOf))).toEqual(trainable);
      expect(changed(under(checkpoint, 'parameters/'), under(checkpoint, 'unaveraged/'))).toEqual(trainable);
      const [record] = new RunStore(at(kind, 'tuned')).readAll().records;
      expect(record!.parameters.frozen).toBeGreaterThan(0);

      await run('export', 'tuned-seed0', '--runs', at(kind), '--out', back, '--to', to);
      const { tensors: exported } = await readCheckpointFile(back);
      const names = [...official.keys()].filter((name) => !isFrozenName.test(name)).sort();
      expect(changed(official, exported)).toEqual(names);
      await run('import', back, '--out', at('again.safetensors'), '--image-heads', '2', '--text-heads', '2');
      const { tensors: again } = await readSafetensors(at('again.safetensors'));
      expect(changed(under(checkpoint, 'parameters/'), again)).toEqual([]);
    },
    120_000,
  );
});
