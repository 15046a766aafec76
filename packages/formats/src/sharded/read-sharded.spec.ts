import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@alignclip/core';
import { readCheckpointFile } from '../read-checkpoint-file';
import { writeSafetensors } from '../safetensors/write';
import { float32Tensor } from '../stored-tensor';
import { writeTorch } from '../torch/write-torch-checkpoint';
import { checkpointFile, isCheckpointFolder } from './find-checkpoint';
import { readSharded } from './read-sharded';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'alignclip-shards-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const vector = (...values: number[]) => float32Tensor([values.length], Float32Array.from(values));
const first = new Map([['a', vector(1, 2)]]);
const second = new Map([
  ['b', vector(3)],
  ['c', vector(4, 5, 6)],
]);
const places = { a: 'model-00001-of-00002.safetensors', b: 'model-00002-of-00002.safetensors' };
const indexFile = 'model.safetensors.index.json';

/** Two files and their index, with changes of the index. */
async function made(change: object = {}, map: object = {}): Promise<string> {
  await writeSafetensors(join(folder, places.a), first);
  await writeSafetensors(join(folder, places.b), second);
  const index = { metadata: { total_size: 24 }, weight_map: { ...places, c: places.b, ...map }, ...change };
  writeFileSync(join(folder, indexFile), JSON.stringify(index));
  return join(folder, indexFile);
}

describe('readSharded', () => {
  it('reads the tensors of all files, whether the index or its folder is named, behind links too', async () => {
    const { tensors, format, bytes } = await readSharded(await made());
    expect(tensors).toEqual(new Map([...first, ...second]));
    expect(format).toBe('safetensors, sharded');
    expect(bytes).toBeGreaterThan(24);
    expect((await readCheckpointFile(folder)).tensors).toEqual(tensors);
    const linked = join(folder, 'snapshot');
    mkdirSync(linked);
    for (const name of [places.a, places.b, indexFile]) symlinkSync(join('..', name), join(linked, name));
    expect((await readCheckpointFile(linked)).tensors).toEqual(tensors);
  });

  it("reads PyTorch's files", async () => {
    const names = { a: 'pytorch_model-00001-of-00002.bin', b: 'pytorch_model-00002-of-00002.bin' };
    await writeTorch(join(folder, names.a), first);
    await writeTorch(join(folder, names.b), second);
    const path = join(folder, 'pytorch_model.bin.index.json');
    const write = (map: object) =>
      writeFileSync(path, JSON.stringify({ metadata: { total_size: 24 }, weight_map: map }));
    write({ ...names, c: names.b });
    const { tensors, format } = await readCheckpointFile(folder);
    expect([tensors, format]).toEqual([new Map([...first, ...second]), 'PyTorch, sharded']);
    write({ ...names, c: names.a });
    await expect(readSharded(path)).rejects.toThrow(/00001-of-00002\.bin has no c/);
  });

  it.each<[string, object, object, RegExp]>([
    [
      'a missing file',
      {},
      { b: 'model-00003-of-00003.safetensors' },
      /1 of 3 files are missing: model-00003-of-00003\.safetensors; in .* are: model-00001-of-00002\.safetensors, model-00002/,
    ],
    [
      'a path',
      {},
      { a: '../a.safetensors' },
      /tensor "a": "\.\.\/a\.safetensors" is not the name of a file in the same/,
    ],
    ['a path of Windows', {}, { a: 'C:\\a.safetensors' }, /not the name of a file/],
    ['the folder itself', {}, { a: '..' }, /not the name of a file/],
    ['a control character', {}, { a: 'a\u001b[2J.safetensors' }, /not the name of a file/],
    ['a tensor in two files', {}, { b: places.a }, /00001-of-00002\.safetensors has no b/],
    ['a tensor that no file has', {}, { d: places.a }, /has no d, which the index places in it/],
    ['another total', { metadata: { total_size: 28 } }, {}, /total_size is 28, the files have 24 bytes/],
    ['a huge total', { metadata: { total_size: 1e300 } }, {}, /total_size is 1e\+300/],
    ['no map', { weight_map: undefined }, {}, /not the index of a sharded checkpoint: .*weight_map/],
    ['an empty map', { weight_map: {} }, {}, /weight_map is empty/],
    ['numbers as files', {}, { a: 3 }, /not the index of a sharded checkpoint/],
  ])('refuses %s', async (_what, change, map, message) => {
    const failure = readSharded(await made(change, map));
    await expect(failure).rejects.toThrow(UserError);
    await expect(failure).rejects.toThrow(message);
  });

  it('refuses a tensor that the index leaves out, or places in another file', async () => {
    const path = await made();
    const write = (map: object) => writeFileSync(path, JSON.stringify({ weight_map: map }));
    write(places);
    await expect(readSharded(path)).rejects.toThrow(/00002-of-00002\.safetensors has c, which the index does not name/);
    await writeSafetensors(join(folder, places.a), new Map([...first, ...second]));
    write({ ...places, c: places.b });
    await expect(readSharded(path)).rejects.toThrow(/has b, c, which the index places in model-00002.*occurs twice/);
  });

  it('takes an index without a total, and refuses names that occur twice, deep nesting and what is no JSON', async () => {
    const path = await made({ metadata: undefined });
    expect((await readSharded(path)).tensors.size).toBe(3);
    for (const [text, message] of [
      [`{"weight_map":{"a":"${places.a}","a":"${places.b}"}}`, /the name "a" occurs twice/],
      ['['.repeat(100_000), /nested deeper/],
      ['{', /not the index/],
      [Buffer.of(0xff), /not the index/],
    ] as const) {
      writeFileSync(path, text);
      await expect(readSharded(path)).rejects.toThrow(message);
    }
  });
});

describe('checkpointFile', () => {
  it('finds the weights of a folder', async () => {
    const at = (name: string) => join(folder, name);
    expect(() => checkpointFile(folder)).toThrow(/no weights in this folder \(model\.safetensors\.index\.json/);
    expect(isCheckpointFolder(folder)).toBe(false);
    writeFileSync(at('epoch_1.pt'), '');
    expect(checkpointFile(folder)).toBe(at('epoch_1.pt'));
    writeFileSync(at('epoch_2.pt'), '');
    expect(() => checkpointFile(folder)).toThrow(/several files of weights: epoch_1\.pt, epoch_2\.pt; name one/);
    writeFileSync(at('pytorch_model.bin'), '');
    expect(checkpointFile(folder)).toBe(at('pytorch_model.bin'));
    writeFileSync(at('model.safetensors'), '');
    expect(checkpointFile(folder)).toBe(at('model.safetensors'));
    expect(isCheckpointFolder(folder)).toBe(true);
    expect(isCheckpointFolder(at('model.safetensors'))).toBe(false);
    expect(checkpointFile(at('gone.pt'))).toBe(at('gone.pt'));
  });
});
