import { selectBackend } from '@alignclip/backend';
import { gap } from '@alignclip/evaluation';
import { readSafetensors } from '@alignclip/formats';
import { Command } from 'commander';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAllCells, tinyDefinition } from '../testing/tiny-definition';
import { embedCommand } from './embed';
import { evaluateCommand } from './evaluate';

const definition = tinyDefinition(8, { evaluators: [gap({ resamples: 10 })] }, { CLIP: {} });

let folder: string;
beforeAll(async () => {
  await selectBackend();
  folder = mkdtempSync(join(tmpdir(), 'alignclip-embed-'));
  await runAllCells(definition, folder);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<string> {
  const printed: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  const program = new Command().exitOverride();
  embedCommand(program);
  evaluateCommand(program);
  try {
    await program.parseAsync([...args, '--runs', folder], { from: 'user' });
  } finally {
    log.mockRestore();
  }
  return printed.join('\n');
}

describe('alignclip embed', () => {
  it('writes unit rows of images and captions with their ids', async () => {
    const out = join(folder, 'both.safetensors');
    await run('embed', 'clip-seed0', '--split', 'val', '--out', out);
    const { tensors, metadata } = await readSafetensors(out);
    const [image, text] = [tensors.get('image')!, tensors.get('text')!];
    expect(image.shape).toEqual(text.shape);
    expect(JSON.parse(metadata['ids']!)).toHaveLength(image.shape[0]!);
    for (const { data } of [image, text]) {
      const first = Array.from(data as Float32Array).slice(0, 8);
      expect(first.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5);
    }
  });

  it('refuses an unknown split and an unknown run', async () => {
    const out = join(folder, 'none.safetensors');
    await expect(run('embed', 'clip-seed0', '--split', 'vla', '--out', out)).rejects.toThrow('did you mean "val"');
    await expect(run('embed', 'clop', '--out', out)).rejects.toThrow('unknown run "clop"');
  });
});

describe('alignclip evaluate', () => {
  it('looks at other data than those of the run', async () => {
    const other = '{"type":"shapes","options":{"resolution":24}}';
    const gapOnly = '{"type":"gap","options":{"resamples":0}}';
    const [own, their] = [
      await run('evaluate', 'clip-seed0', '--on', 'val', '--with', gapOnly),
      await run('evaluate', 'clip-seed0', '--data', other, '--on', 'val', '--with', gapOnly),
    ];
    expect(their).toMatch(/^gap\/val\/alignment-score +-?\d\.\d{4}$/m);
    expect(their).not.toBe(own);
  });

  it('prints scores with intervals and writes them as JSON', async () => {
    const out = join(folder, 'scores.json');
    const printed = await run('evaluate', 'clip-seed0', '--on', 'val', '--out', out);
    expect(printed).toMatch(/^gap\/val\/alignment-score +-?\d\.\d{4} \[/);
    const { run: about, evaluations } = JSON.parse(readFileSync(out, 'utf8')) as {
      run: { variant: string };
      evaluations: { scores: object }[];
    };
    expect(about.variant).toBe('CLIP');
    expect(Object.keys(evaluations[0]!.scores)).toContain('gap/val/rmg');
  });
});
