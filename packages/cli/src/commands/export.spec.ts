import { selectBackend } from '@alignclip/backend';
import { shapes } from '@alignclip/datasets';
import { textTransformer, visionTransformer } from '@alignclip/encoders';
import { type Change, openModelFile, openRun } from '@alignclip/experiment';
import { readCheckpointFile, writeSafetensors } from '@alignclip/formats';
import { sigmoid } from '@alignclip/losses';
import { shared } from '@alignclip/sharing';
import { fixedLogitScale } from '@alignclip/training';
import { Command } from 'commander';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { madeStateDict } from '../testing/made-checkpoint';
import { printed } from '../testing/run-bin';
import { runAllCells, tinyDefinition } from '../testing/tiny-definition';
import { exportCommand } from './export';
import { importCommand } from './import';

const variants: Record<string, Change> = {
  CLIP: {},
  SharedCLIP: { sharing: shared() },
  Mean: {
    imageEncoder: visionTransformer({
      width: 32,
      layers: 1,
      embeddingWidth: 8,
      imageSize: 16,
      patchSize: 8,
      pooling: 'mean',
    }),
  },
  TextMean: { textEncoder: textTransformer({ width: 32, layers: 1, embeddingWidth: 8, pooling: 'mean' }) },
  Partly: { sharing: shared({ parts: ['mlp'] }), temperature: fixedLogitScale({ value: 20 }), losses: [sigmoid()] },
};
const definition = tinyDefinition(32, { losses: [sigmoid()] }, variants);

let folder: string;
beforeAll(async () => {
  await selectBackend();
  folder = mkdtempSync(join(tmpdir(), 'alignclip-export-'));
  process.env['ALIGNCLIP_CACHE'] = join(folder, 'cache');
  await runAllCells(definition, folder);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);

async function run(...args: string[]): Promise<string> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  exportCommand(program);
  importCommand(program);
  return (await printed(() => program.parseAsync(args, { from: 'user' }))).join('\n');
}

const texts = ['a red circle', 'a small blue square!', 'a zebra that no caption has'];

describe('alignclip export', () => {
  it('refuses a tower that open_clip has no file for, with its options and what can be done', async () => {
    const out = at('text-mean.pt');
    await expect(run('export', 'textmean-seed0', '--runs', folder, '--out', out)).rejects.toThrow(
      /open_clip has no text tower of this form \(text-transformer, .*pooling mean.*alignclip embed/,
    );
    expect(existsSync(out)).toBe(false);
  });

  it('writes a tower that only timm has, with what the weights do not say beside it', async () => {
    const out = at('mean.pt');
    const said = await run('export', 'mean-seed0', '--runs', folder, '--out', out);
    expect(said).toContain('no configuration for open_clip');
    expect(JSON.parse(readFileSync(at('mean-config.json'), 'utf8'))).toEqual({
      alignclip: { imageHeads: 1, textHeads: 1, activation: 'gelu', imageEpsilon: 1e-5 },
    });
    const opened = await openRun('mean-seed0', { runs: folder });
    const exported = await openModelFile(out, { dataset: shapes() });
    expect(exported.config.imageEncoder.options).toMatchObject({ pooling: 'mean', normEpsilon: 1e-5 });
    const [before, after] = [await opened.model.embedTexts(texts), await exported.model.embedTexts(texts)];
    before.values.forEach((value, i) => expect(after.values[i]).toBeCloseTo(value, 6));
  });

  it.each([
    ['clip', 'open-clip', 'pt'],
    ['sharedclip', 'open-clip', 'safetensors'],
    ['sharedclip', 'alignclip', 'pt'],
    ['partly', 'open-clip', 'pt'],
  ])("writes a %s for %s as %s with CLIP's whole vocabulary and the same embeddings", async (variant, to, format) => {
    const out = at(`${variant}-${to}.${format}`);
    const said = await run(
      'export',
      `${variant}-seed0`,
      '--runs',
      folder,
      '--out',
      out,
      '--to',
      to,
      '--format',
      format,
    );
    const { tensors } = await readCheckpointFile(out);
    expect(tensors.get(to === 'alignclip' ? 'text.token_embedding.weight' : 'token_embedding.weight')!.shape).toEqual([
      49_408, 32,
    ]);
    expect(said).toContain(`parameters in ${tensors.size} tensors: ${out}`);
    const config = JSON.parse(readFileSync(at(`${variant}-${to}-config.json`), 'utf8')) as object;
    expect(config).toMatchObject({ embed_dim: 8, vision_cfg: { head_width: 32 }, text_cfg: { vocab_size: 49_408 } });
    const [opened, exported] = [
      await openRun(`${variant}-seed0`, { runs: folder }),
      await openModelFile(out, { dataset: shapes(), hyperParameters: { imageHeads: 1, textHeads: 1 } }),
    ];
    const [before, after] = [await opened.model.embedTexts(texts), await exported.model.embedTexts(texts)];
    before.values.forEach((value, i) => expect(after.values[i]).toBeCloseTo(value, 6));
    expect(exported.model.logitScale).toBeCloseTo(opened.model.logitScale, 4);
  });

  it('undoes an import', async () => {
    const stateDict = await madeStateDict('clip');
    await writeSafetensors(at('made.safetensors'), stateDict);
    await run('import', at('made.safetensors'), '--out', at('ours.safetensors'), '--activation', 'quick-gelu');
    const said = await run('export', at('ours.safetensors'), '--out', at('back.pt'));
    expect(said).toContain(`open_clip.add_model_config("${at('back-config.json')}")`);
    expect(JSON.parse(readFileSync(at('back-config.json'), 'utf8'))).toMatchObject({ quick_gelu: true });
    expect(new Map([...(await readCheckpointFile(at('back.pt'))).tensors].sort())).toEqual(
      new Map([...stateDict].sort()),
    );
  });

  it('refuses a CLIP as an AlignCLIP and an unknown run, and writes nothing', async () => {
    const out = at('never.pt');
    const args = ['--runs', folder, '--out', out];
    await expect(run('export', 'clip-seed0', '--to', 'alignclip', ...args)).rejects.toThrow('it is not a sharedclip');
    await expect(run('export', 'clop-seed0', ...args)).rejects.toThrow('unknown run "clop-seed0"');
    await expect(run('export', 'clip-seed0', '--to', 'openclip', ...args)).rejects.toThrow('open-clip, alignclip');
    expect([existsSync(out), existsSync(at('never-config.json'))]).toEqual([false, false]);
  });
});
