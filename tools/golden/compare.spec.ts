import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { float32Tensor, writeSafetensors } from '@alignclip/formats';
import { TensorChecks, tolerance, weightsRatio, worstRatio } from './compare';

describe('tolerance', () => {
  it('is the larger of 20 times the noise and a part of the largest number', () => {
    expect(tolerance([0, -3], 1e-3)).toBeCloseTo(0.02, 12);
    expect(tolerance([0, -3], 1e-7)).toBeCloseTo(3.1e-5, 12);
  });
});

describe('worstRatio', () => {
  it('is the largest error in units of the tolerance', () => {
    expect(worstRatio([1, 2.02], [1, 2], 1e-3)).toBeCloseTo(1, 6);
  });

  it('is infinite for NaN and for another length', () => {
    expect(worstRatio([1, NaN], [1, 2], 1)).toBe(Infinity);
    expect(worstRatio([1], [1, 2], 1)).toBe(Infinity);
  });
});

describe('weightsRatio', () => {
  it('is the root mean square error over twice the noise and a unit of the last place', () => {
    expect(weightsRatio([1, 2], [1, 2], 0)).toBe(0);
    expect(weightsRatio([1 + 4e-3, 2 - 4e-3], [1, 2], 1e-3)).toBeCloseTo(2, 3);
    expect(weightsRatio([1 + 2 ** -22, 1], [1, 1], 0)).toBeCloseTo(Math.SQRT2, 12);
  });

  it('is infinite for NaN and for another length', () => {
    expect(weightsRatio([1, NaN], [1, 2], 1)).toBe(Infinity);
    expect(weightsRatio([1], [1, 2], 1)).toBe(Infinity);
  });
});

describe('TensorChecks', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'compare-'));
    const tensors = new Map([
      ['a', float32Tensor([2], Float32Array.of(1, 2))],
      ['b', float32Tensor([1], Float32Array.of(3))],
    ]);
    await writeSafetensors(join(folder, 'x.safetensors'), tensors);
    const entry = { bytes: 0, sha256: '', tensors: { a: { noise: 0.01 }, b: {}, c: {} } };
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ set: 'made', files: { 'x.safetensors': entry } }));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('reports errors, tensors that are missing and tensors that nobody read', async () => {
    const checks = await TensorChecks.open(folder, 'x.safetensors');
    checks.compare('a', [1, 2.5]);
    const report = checks.report();
    expect(report.failures).toEqual([
      'c: in the manifest, not in the file',
      'a: error is 2.50 times the tolerance',
      'b: nothing reads it',
    ]);
    expect(report.worst).toBeCloseTo(2.5, 6);
    expect(report.checks).toBe(2);
  });

  it('sees an error in trained weights that no single number shows', async () => {
    const checks = await TensorChecks.open(folder, 'x.safetensors');
    checks.compareWeights('a', [1.05, 2.05], [1, 2], 0.01);
    expect(checks.report().failures).toContain('a: root mean square error is 2.50 times the tolerance');
    expect(checks.report().failures).not.toContainEqual(expect.stringMatching(/^a: error/));
  });

  it('refuses a file that the manifest does not name', async () => {
    await expect(TensorChecks.open(folder, 'y.safetensors')).rejects.toThrow(/y.safetensors is not in the manifest/);
  });
});
