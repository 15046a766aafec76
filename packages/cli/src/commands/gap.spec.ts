import { random, UserError } from '@alignclip/core';
import { type StoredTensor, type TorchData, writeSafetensors, writeTorch } from '@alignclip/formats';
import type { GapReport } from '@alignclip/metrics';
import { Command } from 'commander';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gapCommand } from './gap';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'alignclip-gap-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const numbers = (rows: number, seed: number, columns = 4) => {
  const stream = random('gap-command', seed);
  return Array.from({ length: rows * columns }, () => stream.normal() + (seed % 2));
};

async function safetensors(name: string, tensors: Record<string, StoredTensor>): Promise<string> {
  const path = join(folder, name);
  await writeSafetensors(path, new Map(Object.entries(tensors)));
  return path;
}

/** As numpy.save writes it. */
function npy(name: string, type: '<f4' | '<f8', shape: number[], values: number[]): string {
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`.padEnd(117) + '\n';
  const data = type === '<f4' ? Float32Array.from(values) : Float64Array.from(values);
  const path = join(folder, name);
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
  writeFileSync(path, Buffer.concat([start, Buffer.from(header), Buffer.from(data.buffer)]));
  return path;
}

const f32 = (rows: number, values: number[]): StoredTensor => ({
  dtype: 'F32',
  shape: [rows, values.length / rows],
  data: Float32Array.from(values),
});
const f64 = (rows: number, values: number[]): StoredTensor => ({
  dtype: 'F64',
  shape: [rows, values.length / rows],
  data: Float64Array.from(values),
});

/** What the command prints. */
async function run(...args: string[]): Promise<string> {
  const printed: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  const program = new Command().exitOverride();
  gapCommand(program);
  try {
    await program.parseAsync(['gap', '--resamples', '20', ...args], { from: 'user' });
  } finally {
    log.mockRestore();
  }
  return printed.join('\n');
}
/** Random embeddings of ten pairs, as torch.save writes them in any nesting. */
async function torch(name: string, data: TorchData): Promise<string> {
  const path = join(folder, name);
  await writeTorch(path, data);
  return path;
}

const report = async (...args: string[]) => JSON.parse(await run('--json', ...args)) as GapReport;

describe('alignclip gap', () => {
  it('reads tensors of torch.save: one alone, a dict, a list', async () => {
    const [image, text] = [f32(10, numbers(10, 1)), f32(10, numbers(10, 2))];
    const npyFiles = [npy('i.npy', '<f4', [10, 4], numbers(10, 1)), npy('t.npy', '<f4', [10, 4], numbers(10, 2))];
    const { scores } = await report('--image', npyFiles[0]!, '--text', npyFiles[1]!);
    const alone = [await torch('i.pt', image), await torch('t.pt', text)];
    const both = await torch('both.pt', { image, text, epoch: 3 });
    const list = await torch('list.pt', [image, text]);
    for (const args of [
      ['--image', alone[0]!, '--text', alone[1]!],
      ['--image', both, '--text', both],
      ['--image', list, '--text', list, '--image-tensor', '0', '--text-tensor', '1'],
    ])
      expect((await report(...args)).scores).toEqual(scores);
  });

  it('prints the usual metrics, and all of them on demand', async () => {
    const both = await torch('all.pt', { image: f32(12, numbers(12, 1, 3)), text: f32(12, numbers(12, 2, 3)) });
    const usual = await run('--image', both, '--text', both);
    expect(usual).toContain('29 more metrics with --metrics all.');
    expect(usual).not.toContain('centre-angle');
    const all = await run('--image', both, '--text', both, '--metrics', 'all');
    expect(all).toMatch(
      /^centre-angle +\d+\.\d{4} \[ *\d+\.\d{4}, *\d+\.\d{4}\] {2}angle between mean image and mean text/m,
    );
    expect(all).not.toContain('more metrics');
    const { scores, undefinedScores } = await report('--image', both, '--text', both, '--metrics', 'all');
    expect(Object.keys({ ...scores, ...undefinedScores })).toHaveLength(45);
  });

  it('names the formats where a file is of another', async () => {
    const good = await torch('good.pt', f32(10, numbers(10, 1)));
    for (const [name, content, message] of [
      ['x.csv', 'a,b\n1,2\n', /x\.csv: not a file of tensors; .*\.safetensors, \.npy, \.npz and \.pt/],
      ['x.pkl', Buffer.from('80044b012e', 'hex'), /x\.pkl: a pickle, but not written by torch\.save/],
      ['old.pkl', '(lp0\n.', /not a file of tensors/],
      ['empty.pt', '', /not a file of tensors/],
      ['empty.npy', '', /empty\.npy: empty \(0 bytes\), and so not a file of tensors; embeddings are read from/],
    ] as const) {
      writeFileSync(join(folder, name), content);
      await expect(run('--image', join(folder, name), '--text', good)).rejects.toThrow(UserError);
      await expect(run('--image', join(folder, name), '--text', good)).rejects.toThrow(message);
    }
    const note = await torch('note.pt', 'text');
    await expect(run('--image', note, '--text', good)).rejects.toThrow(/holds no tensor/);
  });

  it('gives one report for one table, whatever file and precision it stands in', async () => {
    const [image, text] = [numbers(12, 1), numbers(12, 2)];
    const files = [
      [await safetensors('i32.safetensors', { x: f32(12, image) }), npy('t32.npy', '<f4', [12, 4], text)],
      [npy('i64.npy', '<f8', [12, 4], image), await safetensors('t64.safetensors', { y: f64(12, text) })],
    ] as const;
    const [a, b] = [
      await report('--image', files[0][0], '--text', files[0][1]),
      await report('--image', files[1][0], '--text', files[1][1]),
    ];
    expect(a.scores).toEqual(b.scores);
    expect(Object.keys(a.scores)).toHaveLength(16);
    expect(Object.keys(a.intervals)).toEqual(Object.keys(a.scores));
  });

  it('reads half precision, and takes "image" and "text" of a file of both', async () => {
    const both = await safetensors('both.safetensors', {
      image: { dtype: 'F16', shape: [6, 2], data: Float32Array.from([1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1]) },
      text: f32(6, [1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1]),
      other: f32(1, [1]),
    });
    const { scores } = await report('--image', both, '--text', both);
    expect(scores['alignment-score']).toBeCloseTo(1, 6);
    const swapped = await report('--image', both, '--text', both, '--image-tensor', 'text');
    expect(swapped.scores['alignment-score']).toBeCloseTo(1, 6);
  });

  it('takes a safetensors file for one, whatever the length of its header begins with', async () => {
    const tensors = Buffer.alloc(2 * 4 * 4);
    numbers(2, 1).forEach((value, at) => tensors.writeFloatLE(value, 4 * at));
    const start = JSON.stringify({ x: { dtype: 'F32', shape: [2, 4], data_offsets: [0, tensors.length] } });
    for (const bytes of [0x180, 0x193, 0x4b50]) {
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(bytes));
      const path = join(folder, `header-${bytes}.safetensors`);
      writeFileSync(path, Buffer.concat([length, Buffer.from(start.padEnd(bytes)), tensors]));
      expect((await report('--image', path, '--text', path)).pairs).toBe(2);
    }
  });

  it('infers five captions per image from the row counts, and says so', async () => {
    const image = npy('i.npy', '<f4', [6, 4], numbers(6, 3));
    const text = npy('t5.npy', '<f4', [30, 4], numbers(30, 4));
    expect((await report('--image', image, '--text', text)).captionsPerImage).toBe(5);
    expect(await run('--image', image, '--text', text)).toContain('6 images, 5 captions per image');
    await expect(run('--image', image, '--text', text, '--captions-per-image', '4')).rejects.toThrow('4 × 6 = 24');
  });

  it('says what is undefined on one point, and gives no number for it', async () => {
    const point = npy('point.npy', '<f4', [8, 4], new Array<number>(32).fill(0.5));
    const { scores, undefinedScores } = await report('--image', point, '--text', point);
    expect([scores['centroid-distance'], scores['pair-angle'], scores['rmg'], scores['rsa']]).toEqual([
      0,
      0,
      undefined,
      undefined,
    ]);
    expect(Object.keys(undefinedScores)).toEqual(['rmg', 'rsa']);
    const printed = await run('--image', point, '--text', point);
    expect(printed).toMatch(/^rmg +undefined: all images and texts are one point$/m);
  });

  it('refuses what is no table of directions, naming file and row', async () => {
    const good = npy('good.npy', '<f4', [6, 4], numbers(6, 5));
    const nan = npy('nan.npy', '<f4', [6, 4], numbers(6, 5).fill(NaN, 9, 10));
    const zero = npy('zero.npy', '<f4', [6, 4], numbers(6, 5).fill(0, 20));
    const flat = npy('flat.npy', '<f4', [24], numbers(6, 5));
    const short = npy('short.npy', '<f4', [5, 4], numbers(5, 5));
    const narrow = npy('narrow.npy', '<f4', [6, 3], numbers(6, 5, 3));
    const cut = join(folder, 'cut.npy');
    writeFileSync(cut, readFileSync(good).subarray(0, 150));
    const several = await safetensors('several.safetensors', { a: f32(6, numbers(6, 1)), b: f32(6, numbers(6, 2)) });
    const refused = [
      [nan, 'nan.npy: row 2 holds NaN'],
      [zero, 'zero.npy: row 5 is all zeros'],
      [flat, 'flat.npy: shape [24]'],
      [short, 'text rows must be 6'],
      [narrow, 'differ in width'],
      [cut, 'cut.npy: 22 bytes do not fill'],
      [several, '--text-tensor'],
      [join(folder, 'gone.npy'), 'no such file'],
    ] as const;
    for (const [text, message] of refused) {
      const failure = run('--image', good, '--text', text);
      await expect(failure).rejects.toThrow(message);
      await expect(failure).rejects.toThrow(UserError);
    }
    await expect(run('--image', good, '--text', several, '--text-tensor', 'c')).rejects.toThrow('Known: a, b');
    await expect(run('--image', good, '--text', good, '--resamples', 'x')).rejects.toThrow('--resamples = "x"');
  });

  it('says which options have no effect, whatever they are', async () => {
    const good = npy('idle.npy', '<f4', [6, 4], numbers(6, 5));
    const other = npy('idle-text.npy', '<f4', [6, 4], numbers(6, 6));
    const said: string[] = [];
    const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    await run('--image', good, '--text', other, '--split', 'val', '--data', 'nowhere.csv');
    await run('--image', good, '--text', good);
    write.mockRestore();
    expect(said).toEqual([
      'note: --data has no effect with --image\n',
      'note: --split has no effect with --image\n',
      `note: --image and --text hold the same rows (${good}, ${good}): there is no gap between them\n`,
    ]);
  });

  it('names file, row and value of numbers that float32 has not', async () => {
    const good = npy('fine.npy', '<f4', [6, 4], numbers(6, 5));
    for (const value of [1e200, -1e39, 1e-60]) {
      const values = numbers(6, 5).map((own, at) =>
        at === 13 ? value : Math.abs(value) < 1 && at >= 12 && at < 16 ? 0 : own,
      );
      const failure = run('--image', npy('odd.npy', '<f8', [6, 4], values), '--text', good);
      await expect(failure).rejects.toThrow(`odd.npy: row 3 holds ${value}, out of the range of float32`);
      await expect(failure).rejects.toThrow(UserError);
    }
  });
});
