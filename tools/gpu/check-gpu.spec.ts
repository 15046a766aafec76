import { nativeRecord } from '@alignclip/backend';
import { hasTensorflow, noTensorflow } from '@alignclip/backend/testing';
import { itWhere } from '@alignclip/core/testing';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { gpuOptions, partNames } from './options';
import { markdownOf, type GpuReport } from './report';

const folder = mkdtempSync(join(tmpdir(), 'alignclip-gpu-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const check = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, [join(__dirname, '../run.cjs'), join(__dirname, 'main.ts'), ...args], {
    cwd: folder,
    env: { ...process.env, ALIGNCLIP_CHECK_GPU: '', ...env },
    encoding: 'utf8',
  });

describe('check:gpu', () => {
  itWhere(
    !nativeRecord()?.tensorflow?.gpu,
    'a GPU is here',
    'refuses in one line without a GPU, and writes nothing',
    () => {
      const { status, stdout, stderr } = check([]);
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/^check:gpu: no GPU: .* computes on the CPU .*\n$/);
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  itWhere(hasTensorflow(), noTensorflow, 'counts on the processor where it is told to, and writes both files', () => {
    const args = ['--part', 'counts', '--part', 'data-parallel', '--out', 'found'];
    const { status, stdout } = check(args, { ALIGNCLIP_CHECK_GPU: 'cpu' });
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(/^ok {2}counts: \d+ operations, .*\nnot yet {2}data-p/),
    ]);
    const report = JSON.parse(readFileSync(join(folder, 'found/gpu-check.json'), 'utf8')) as GpuReport;
    expect(report.parts.map(({ part, ok }) => [part, ok])).toEqual([
      ['counts', true],
      ['data-parallel', null],
    ]);
    expect(report.machine['backend']).toContain('CPU');
    expect(readFileSync(join(folder, 'found/gpu-check.md'), 'utf8')).toBe(markdownOf(report));
  });

  it('names an option that it does not know', () => {
    expect(() => gpuOptions(['--part', 'bit'])).toThrow('did you mean "bits"');
    expect(gpuOptions([])).toMatchObject({ parts: partNames, shapes: ['tiny', 'small', 'base'], out: 'gpu-check' });
    expect(gpuOptions(['--help'])).toBeUndefined();
  });
});

describe('markdownOf', () => {
  const row = { shape: 'tiny', text: 'captions', variant: 'AlignCLIP', target: null, peakMB: null } as const;

  it('has a row for each part and each step, and keeps text of other programs as text', () => {
    const text = markdownOf({
      made: 'today',
      machine: { GPU: 'A | <b>B</b>\u001b[2J' },
      parts: [
        { part: 'parity', ok: false, seconds: 2, summary: '1 failed', lines: ['```\u0007x'] },
        {
          ...{ part: 'bench', ok: true, seconds: 3, summary: '1 row measured', lines: [] },
          rows: [
            {
              ...{ ...row, ms: 10, openClipMs: 12, ratio: 1.2, openClipPeakMB: null, batchSize: 128 },
              others: { open_clip: 15, 'torch.compile': 12 },
            },
          ],
        },
      ],
    });
    expect(text).toContain('| GPU | A \\| &lt;b>B&lt;/b> [2J |');
    expect(text).toContain('| parity | FAILED | 2 | 1 failed |');
    expect(text).toContain("```\n''' x\n```");
    expect(text).toContain('| tiny | captions | AlignCLIP | float32 | 10.0 | 15.0 | 12.0 | 1.20 |');
  });
});
