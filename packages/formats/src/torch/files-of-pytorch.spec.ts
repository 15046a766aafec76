import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@alignclip/core';
import { readCheckpointFile } from '../read-checkpoint-file';
import { parseSafetensors, requireTensor } from '../safetensors/read';

/** Small files of torch.save and safetensors, and the numbers in them (tools/reference/make_tensors.py). */
const facts = JSON.parse(readFileSync(join(__dirname, '../../fixtures/tensors.json'), 'utf8')) as {
  saved: Record<string, { file: string; shape: number[]; numbers: number[] }>;
  refused: Record<string, string>;
  legacy: Record<string, string>;
  'every byte': Record<string, { file: string; numbers: string[] }>;
  'one complex': string;
  unsigned: string;
};
const bytes = (file: string) => Buffer.from(file, 'base64');

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'alignclip-pytorch-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function read(file: string) {
  writeFileSync(join(folder, 'made.pt'), bytes(file));
  return readCheckpointFile(join(folder, 'made.pt'));
}

describe('files of torch.save', () => {
  it.each(Object.entries(facts.saved))('give the numbers of PyTorch: %s', async (_name, { file, shape, numbers }) => {
    const { tensors } = await read(file);
    expect(tensors.get('x')).toMatchObject({ shape });
    const found = Array.from(tensors.get('x')!.data as Iterable<number | bigint>, Number);
    expect(found).toEqual(numbers);
  });

  it.each(Object.entries(facts.refused))('are refused where they are no dense numbers: %s', async (_name, file) => {
    await expect(read(file)).rejects.toThrow(UserError);
    await expect(read(file)).rejects.toThrow(/nothing was run/);
  });

  it.each(Object.entries(facts.legacy))('of the legacy kind are read in %s', async (_name, file) => {
    const { format, tensors, about } = await read(file);
    expect([format, about]).toEqual(['PyTorch, legacy', { epoch: '3' }]);
    expect([...tensors.get('x')!.data]).toEqual([-2, -1, 0, 1, 2, 3]);
  });
});

describe('files of safetensors', () => {
  it.each(Object.entries(facts['every byte']))('give the number of every byte of %s', (dtype, { file, numbers }) => {
    const all = requireTensor(parseSafetensors(bytes(file)), 'all');
    expect(all.dtype).toBe(dtype);
    const wanted = numbers.map((text) => Number(text.replace('inf', 'Infinity')));
    expect([...all.data]).toEqual(wanted);
  });

  it('give unsigned whole numbers', () => {
    const { tensors } = parseSafetensors(bytes(facts.unsigned));
    expect([...tensors].map(([name, { dtype, data }]) => [name, dtype, data[0]])).toEqual([
      ['U64', 'U64', 2n ** 63n - 1n],
      ['U32', 'U32', 2 ** 32 - 1],
      ['U16', 'U16', 65_535],
    ]);
  });

  it('give the other tensors beside a complex one', () => {
    const file = parseSafetensors(bytes(facts['one complex']));
    expect([...file.tensors.keys()]).toEqual(['a', 'z']);
    expect([...file.unread]).toEqual([['c', 'C64']]);
    expect([...requireTensor(file, 'z').data]).toEqual([-4, -2, 0, 2, 4, 6]);
    expect(() => requireTensor(file, 'c')).toThrow(/tensor "c" is of type C64/);
  });
});
