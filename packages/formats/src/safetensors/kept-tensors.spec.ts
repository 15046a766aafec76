import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCheckpointFile } from '../read-checkpoint-file';
import { float32Tensor } from '../stored-tensor';
import { keptHash, keptName, KeptTensors, readWithKept } from './kept-tensors';
import { readSafetensors } from './read';
import { writeChecked, writeSafetensors } from './write';

const vector = (...values: number[]) => float32Tensor([values.length], Float32Array.from(values));
const frozen = new Map([['b', vector(1 / 3, -7e-9)]]);

describe('KeptTensors', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'alignclip-kept-'));
    path = join(folder, 'x.safetensors');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (kept = new KeptTensors(() => frozen), to = path) =>
    kept.writeChecked(to, new Map([['a', vector(2)]]), { note: 'n' });
  const keptPath = () =>
    join(
      folder,
      readdirSync(folder).find((name) => name.startsWith('kept-'))!,
    );

  it('are written once for many files, and read with each of them', async () => {
    let asked = 0;
    const kept = new KeptTensors(() => ((asked += 1), frozen));
    await write(kept);
    const { mtimeMs, ino } = statSync(keptPath());
    await write(kept);
    await write(new KeptTensors(() => frozen), join(folder, 'y.safetensors'));
    expect(asked).toBe(1);
    expect(readdirSync(folder)).toHaveLength(3);
    expect(statSync(keptPath())).toMatchObject({ mtimeMs, ino });
    const { tensors, metadata } = await readWithKept(join(folder, 'y.safetensors'));
    expect(metadata).toEqual({ note: 'n' });
    expect(Object.fromEntries(tensors)).toEqual({ a: vector(2), ...Object.fromEntries(frozen) });
    expect([...(await readCheckpointFile(path)).tensors.keys()].sort()).toEqual(['a', 'b']);
  });

  it('are written again where their file is gone or corrupt', async () => {
    const kept = new KeptTensors(() => frozen);
    await write(kept);
    rmSync(keptPath());
    await write(kept);
    writeFileSync(keptPath(), 'cut');
    await write();
    expect((await readWithKept(path)).tensors.get('b')).toEqual(frozen.get('b'));
  });

  it('are missed by name', async () => {
    await write();
    rmSync(keptPath());
    await expect(readWithKept(path)).rejects.toThrow(
      /x\.safetensors: the file kept-[0-9a-f]{64}\.safetensors, .*missing/,
    );
  });

  it.each([3, 20])('are refused with one bit changed, byte %d', async (at) => {
    await write();
    const bytes = readFileSync(keptPath());
    bytes[at]! ^= 1;
    writeFileSync(keptPath(), bytes);
    await expect(readWithKept(path)).rejects.toThrow(/frozen weights in .* are corrupt: \d+ bytes that don't match/);
  });

  it('are not looked for outside the folder', async () => {
    await writeSafetensors(path, new Map(), { 'alignclip.kept': '../../etc/passwd' });
    await expect(readWithKept(path)).rejects.toThrow('is no SHA-256');
  });

  it('are refused where the file has a tensor of the same name', async () => {
    await write();
    const { metadata } = await readSafetensors(path);
    await writeSafetensors(path, frozen, metadata);
    await expect(readWithKept(path)).rejects.toThrow('tensor "b" is in kept-');
  });

  it('are absent from other files', async () => {
    await writeChecked(path, frozen);
    expect([...(await readWithKept(path)).tensors.keys()]).toEqual(['b']);
    expect(keptHash({})).toBeUndefined();
    expect(keptName('0')).toBe('kept-0.safetensors');
  });
});
