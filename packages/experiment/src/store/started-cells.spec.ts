import { contentHash } from '@alignclip/core';
import { writeSafetensors } from '@alignclip/formats';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '../testing/scratch-folder';
import { StartedCells, type StartedCell, trainedSteps } from './started-cells';

const scratch = scratchFolder('started');
const cell: StartedCell = {
  experiment: 'quickstart',
  variant: 'CLIP',
  seed: 0,
  profile: 'quick',
  key: contentHash('key'),
  trainingKey: contentHash('training'),
  startedAt: '2026-01-01T00:00:00.000Z',
};

describe('StartedCells', () => {
  it('knows a cell until it is removed', async () => {
    const cells = new StartedCells(join(scratch.path, 'one'));
    expect(cells.read().size).toBe(0);
    await cells.add('clip-seed0-0123', cell);
    expect([...cells.read()]).toEqual([['clip-seed0-0123', cell]]);
    cells.remove('clip-seed0-0123');
    expect(cells.read().size).toBe(0);
  });

  it('leaves out marks that say nothing, and removes with a cell what a killed process left of its mark', async () => {
    const folder = join(scratch.path, 'two', 'started');
    mkdirSync(folder, { recursive: true });
    for (const name of ['.clip-seed0-0123.json.9.tmp', '.other-seed1-4567.json.9.tmp', 'broken.json'])
      writeFileSync(join(folder, name), '{');
    const cells = new StartedCells(join(scratch.path, 'two'));
    await cells.add('clip-seed0-0123', cell);
    expect([...cells.read().keys()]).toEqual(['clip-seed0-0123']);
    cells.remove('clip-seed0-0123');
    expect(readdirSync(folder).sort()).toEqual(['.other-seed1-4567.json.9.tmp', 'broken.json']);
  });
});

const weights = new Map([['w', { dtype: 'F32' as const, shape: [1], data: Float32Array.of(1) }]]);

describe('trainedSteps', () => {
  it('reads the step of a checkpoint', async () => {
    const file = join(scratch.path, 'a.safetensors');
    await writeSafetensors(file, weights, { training: JSON.stringify({ key: '', step: 40, seconds: 1, curves: {} }) });
    expect(await trainedSteps(file)).toBe(40);
  });

  it('is 0 without a checkpoint, for other weights and for a broken file', async () => {
    expect(await trainedSteps(join(scratch.path, 'absent.safetensors'))).toBe(0);
    const other = join(scratch.path, 'other.safetensors');
    await writeSafetensors(other, weights, {});
    expect(await trainedSteps(other)).toBe(0);
    const broken = join(scratch.path, 'broken.safetensors');
    writeFileSync(broken, 'no tensors');
    expect(await trainedSteps(broken)).toBe(0);
  });
});
