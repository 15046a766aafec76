import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { BackendReport, NativeRecord } from '@alignclip/backend';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backendChecks, backendProblem } from './check-backend';
import { checkDisk } from './checks';
import { checkEncoders } from './checks';
import { checkNode } from './checks';
import { checkPackages, dataPackages } from './checks';
import { checkLines } from '../commands/doctor';
import { runDoctor } from '../commands/doctor';

const wasm: BackendReport = {
  name: 'wasm',
  device: 'cpu',
  reason: 'no tensorflow: Python 3 was not found',
  threads: 1,
  allocator: 'default',
  customOps: false,
  bfloat16: 'composed',
};
const record: NativeRecord = {
  tensorflow: null,
  ops: null,
  encoders: {},
  problems: [
    { part: 'native TensorFlow', reason: 'Python 3 was not found', consequence: 'slower', remedy: 'install it' },
  ],
};
const named = <T extends { name: string }>(checks: T[], name: string): T | undefined =>
  checks.find((check) => check.name === name);

describe('backendProblem', () => {
  it.each([
    ['unknown ALIGNCLIP_BACKEND "tensor". Known: cpu, tensorflow, wasm', 'change or unset ALIGNCLIP_BACKEND'],
    ['the C++ of our operations has changed since the set-up', 'run `npm run setup`'],
  ])('of "%s": %s', (message, remedy) => {
    expect(backendProblem(message)).toMatchObject({ status: 'problem', remedy });
  });
});

describe('backendChecks of a GPU', () => {
  it.each([
    [{ tf32: false, deterministic: true }, 'no TF32 (NVIDIA_TF32_OVERRIDE=1: with it)', 'the same bits at every run'],
    [{ tf32: true, deterministic: false }, 'float32 products in TF32', 'not the same bits at every run'],
  ])('says how it computes: %j', (gpu, products, bits) => {
    const report: BackendReport = { ...wasm, name: 'tensorflow', device: 'gpu', tensorflow: '2.21.0', gpu };
    const { detail } = named(backendChecks(report, record), 'GPU')!;
    expect(detail).toContain(products);
    expect(detail).toContain(`; ${bits}`);
  });
});

describe('runDoctor', () => {
  it('reports that training can run where these tests run', async () => {
    const { checks, ok } = await runDoctor();
    expect(ok).toBe(true);
    expect(checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Node', 'backend', 'TensorFlow', 'threads', 'data packages', 'Python', 'disk for runs']),
    );
    for (const { status, remedy } of checks) expect(remedy !== undefined).toBe(status !== 'ok');
  });
});

describe('checkNode', () => {
  it.each(['20.19.0', '20.20.2', '22.1.0', '24.0.0'])('accepts %s', (version) =>
    expect(checkNode(version).status).toBe('ok'),
  );
  it.each(['18.20.0', '20.18.9'])('refuses %s', (version) => expect(checkNode(version).status).toBe('problem'));
});

describe('backendChecks', () => {
  it('reports what the set-up recorded about a missing TensorFlow', () => {
    const check = named(backendChecks(wasm, record), 'TensorFlow');
    expect(check).toMatchObject({
      status: 'warning',
      detail: 'Python 3 was not found; consequence: slower',
      remedy: 'install it',
    });
  });

  it('says how products in bfloat16 are computed', () => {
    expect(named(backendChecks(wasm, record), 'bfloat16')!.detail).toMatch(/slower than float32/);
    expect(named(backendChecks({ ...wasm, bfloat16: 'own' }, record), 'bfloat16')!.detail).toMatch(/AVX512-BF16/);
  });

  it('reports plain JavaScript as a problem', () => {
    expect(named(backendChecks({ ...wasm, name: 'cpu' }, undefined), 'backend')!.status).toBe('problem');
  });

  it('reports the parts of native TensorFlow', () => {
    const native: BackendReport = {
      ...wasm,
      name: 'tensorflow',
      tensorflow: '2.21.0',
      customOps: true,
      bfloat16: 'own',
      allocator: 'tcmalloc',
      threads: 4,
    };
    const checks = backendChecks(native, undefined);
    expect(checks.every(({ status }) => status === 'ok')).toBe(true);
    expect(named(checks, 'allocator')!.detail).toBe('tcmalloc');
    expect(named(checks, 'threads')!.detail).toBe('4 per op');
  });
});

describe('dataPackages', () => {
  it('are the emoji packages', () => expect(dataPackages()).toContain('emoji-datasource-google'));
});

describe('checkPackages', () => {
  it('names what is missing', () => {
    expect(checkPackages(['emojibase-data', 'no-such-emoji'])).toMatchObject({
      status: 'problem',
      detail: 'missing: no-such-emoji',
    });
  });
});

describe('checkEncoders', () => {
  it('accepts a complete model, and warns if a file is missing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'alignclip-models-'));
    for (const name of ['all-MiniLM-L6-v2', 'all-mpnet-base-v2']) mkdirSync(join(folder, name));
    for (const file of ['model.safetensors', 'tokenizer.json', 'config.json'])
      writeFileSync(join(folder, 'all-MiniLM-L6-v2', file), '');
    writeFileSync(join(folder, 'all-mpnet-base-v2', 'config.json'), '');
    expect(checkEncoders(folder).map(({ status }) => status)).toEqual(['ok', 'warning', 'warning']);
    mkdirSync(join(folder, 'efficientnet-lite0'));
    writeFileSync(join(folder, 'efficientnet-lite0', 'efficientnet-lite0-57934424.pth'), '');
    expect(checkEncoders(folder).at(-1)).toMatchObject({
      ...{ name: 'EfficientNet weights', status: 'ok' },
      detail: 'lite0; lite1: `npm run setup -- --lite1`; lite2: `npm run setup -- --lite2`',
    });
    rmSync(folder, { recursive: true });
  });
});

describe('checkDisk', () => {
  it.each([
    [100, 'ok'],
    [1, 'warning'],
    [0.01, 'problem'],
  ])('judges %p GB: %s', (free, status) => {
    expect(checkDisk(() => free * 1e9).map((check) => check.status)).toEqual([status, status]);
  });
});

describe('checkLines', () => {
  it('puts each remedy below its check', () => {
    expect(checkLines([checkNode('20.19.0'), checkNode('18.0.0')])).toEqual([
      'ok       Node  20.19.0',
      'PROBLEM  Node  18.0.0 is older than 20.19',
      '               → install Node 20.19 or newer',
    ]);
  });
});
