import { contentHash } from '@alignclip/core';
import { float32Tensor, KeptTensors, readWithKept } from '@alignclip/formats';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findGarbage, removeGarbage, type Garbage } from './garbage';
import { RunStore } from './run-store';
import { madeRecord } from '../testing/made-record';
import { scratchFolder } from '../testing/scratch-folder';

const scratch = scratchFolder('garbage');
const kept = { variant: 'CLIP', seed: 0, key: contentHash('kept'), trainingKey: contentHash('kept training') };
const gone = { variant: 'CLIP', seed: 0, key: contentHash('gone'), trainingKey: contentHash('gone training') };

async function storeWith(name: string): Promise<RunStore> {
  const store = new RunStore(join(scratch.path, name));
  for (const cell of [kept, gone]) {
    await store.save(madeRecord(cell));
    writeFileSync(store.checkpointPath(cell.trainingKey), 'x'.repeat(1000));
    const events = store.eventFolder(store.runName(cell.variant, cell.seed, cell.key));
    mkdirSync(events, { recursive: true });
    writeFileSync(join(events, 'events'), 'y'.repeat(50));
  }
  return store;
}

describe('findGarbage', () => {
  it('finds what no cell refers to, with its size, and removes it when told', async () => {
    const store = await storeWith('plain');
    const garbage = await findGarbage(store, [kept]);
    expect(garbage.map(({ path, bytes }) => [basename(path), bytes])).toEqual([
      [basename(store.recordPath('CLIP', 0, gone.key)), expect.any(Number)],
      [store.runName('CLIP', 0, gone.key), 50],
      [basename(store.checkpointPath(gone.trainingKey)), 1000],
    ]);
    removeGarbage(garbage);
    expect(await findGarbage(store, [kept])).toEqual([]);
    expect(store.find('CLIP', 0, kept.key)).toBeDefined();
    expect(store.find('CLIP', 0, gone.key)).toBeUndefined();
    expect(existsSync(store.checkpointPath(kept.trainingKey))).toBe(true);
  });

  it('keeps the frozen weights that a kept checkpoint names', async () => {
    const store = await storeWith('frozen');
    const values = (value: number) => new Map([['w', float32Tensor([1], Float32Array.of(value))]]);
    for (const [cell, value] of [[kept, 1] as const, [gone, 2] as const])
      await new KeptTensors(() => values(value)).writeChecked(store.checkpointPath(cell.trainingKey), new Map(), {});
    const named = (garbage: readonly Garbage[]) => garbage.map(({ path }) => basename(path).slice(0, 5));
    expect(named(await findGarbage(store, [kept, gone]))).toEqual([]);
    const garbage = await findGarbage(store, [kept]);
    expect(named(garbage).filter((name) => name === 'kept-')).toHaveLength(1);
    removeGarbage(garbage);
    expect((await readWithKept(store.checkpointPath(kept.trainingKey))).tensors.size).toBe(1);
  });

  it('leaves files alone that a run store has not named, and does not follow links', async () => {
    const store = await storeWith('foreign');
    const outside = join(scratch.path, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'precious'), 'z'.repeat(10_000));
    const link = store.eventFolder('x-seed0-0123456789ab');
    symlinkSync(outside, link);
    for (const name of ['records/notes.txt', 'records/my-record.json', 'checkpoints/best.safetensors'])
      writeFileSync(join(store.folder, name), '');
    const garbage = await findGarbage(store, [kept, gone]);
    expect(garbage).toEqual([{ path: link, bytes: expect.any(Number) }]);
    expect(garbage[0]!.bytes).toBeLessThan(1000);
    removeGarbage(garbage);
    expect(existsSync(join(outside, 'precious'))).toBe(true);
  });
});
