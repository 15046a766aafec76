import { selectBackend } from '@alignclip/backend';
import { madeImage } from '@alignclip/datasets/testing';
import { writeTorchCheckpoint } from '@alignclip/formats';
import type { GapReport } from '@alignclip/metrics';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { madeStateDict } from '../testing/made-checkpoint';
import { runBin } from '../testing/run-bin';

const images = 8;

/** A user's folder: a checkpoint, photographs, and a list of captions, two each. */
let folder: string;
beforeAll(async () => {
  await selectBackend();
  folder = mkdtempSync(join(tmpdir(), 'alignclip-own-'));
  mkdirSync(join(folder, 'photos'));
  const rows = ['image\tcaption'];
  for (let i = 0; i < images; i += 1) {
    writeFileSync(join(folder, 'photos', `${i}.png`), await madeImage(i, 'png', 20 + i));
    rows.push(`${i}.png\tan image of number ${i}`, `${i}.png\tnumber ${i}, again`);
  }
  writeFileSync(join(folder, 'captions.tsv'), `${rows.join('\n')}\n`);
  await writeTorchCheckpoint(join(folder, 'clip.pt'), await madeStateDict('clip'), { epoch: 1 });
});
afterAll(() => rmSync(folder, { recursive: true }));

const heads = ['--image-heads', '2', '--text-heads', '2'];
const data = ['--data', 'captions.tsv', '--images', 'photos'];

describe("the gap of a user's own checkpoint and images", () => {
  it('is measured as the how-to shows, from the checkpoint or from its import', async () => {
    const direct = await runBin(
      ['gap', '--checkpoint', 'clip.pt', ...data, ...heads, '--captions', 'all', '--json'],
      folder,
    );
    expect(direct).toMatchObject({ code: 0 });
    const report = JSON.parse(direct.stdout) as GapReport & { split: string };
    expect(report).toMatchObject({ split: 'train', pairs: 2 * images, captionsPerImage: 2, width: 6 });
    expect(await runBin(['import', 'clip.pt', '--out', 'clip.safetensors', ...heads], folder)).toMatchObject({
      code: 0,
    });
    const imported = await runBin(['gap', 'clip.safetensors', ...data, '--captions', 'all', '--json'], folder);
    expect((JSON.parse(imported.stdout) as GapReport).scores).toEqual(report.scores);
  }, 120_000);

  it('ends with a message that names what is wrong, and writes nothing', async () => {
    const before = readdirSync(folder);
    const { code, stdout, stderr } = await runBin(
      ['gap', '--checkpoint', 'clip.pt', '--data', 'caption.tsv', ...heads],
      folder,
    );
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^error: .*caption\.tsv/m);
    expect(readdirSync(folder)).toEqual(before);
  });
});
