import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { selectBackend } from '@alignclip/backend';
import { temporaryFolder } from '@alignclip/core/testing';
import { readModelFile } from '@alignclip/experiment';
import { madeHubFolder } from '@alignclip/experiment/testing';
import { readSafetensors, toFloat32, writeSafetensors } from '@alignclip/formats';
import { Command } from 'commander';
import { printed } from '../testing/run-bin';
import { checkpointCommand } from './checkpoint';
import { evaluateCommand } from './evaluate';
import { exportCommand } from './export';
import { gapCommand } from './gap';
import { importCommand } from './import';

let folder: string;
beforeAll(async () => {
  await selectBackend();
  folder = temporaryFolder('hub-cli');
  process.env['ALIGNCLIP_CACHE'] = join(folder, 'cache');
  for (const name of ['clip', 'siglip'] as const) madeHubFolder(at(name), name);
});
const at = (...names: string[]) => join(folder, ...names);

async function run(...args: string[]): Promise<string> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  for (const add of [importCommand, checkpointCommand, evaluateCommand, exportCommand, gapCommand]) add(program);
  return (await printed(() => program.parseAsync(args, { from: 'user' }))).join('\n');
}

describe('alignclip import of a folder of Hugging Face', () => {
  it('says whose names these are, what tells the heads, and the lines of an experiment', async () => {
    const said = await run('import', at('siglip'), '--out', at('siglip.safetensors'));
    expect(said).toMatch(/^SigLIP, two towers$/m);
    expect(said).toContain("names of Hugging Face's SiglipModel");
    expect(said).toContain(`heads and activation from ${at('siglip', 'config.json')}`);
    expect(said).toMatch(
      /^logit_bias is -?[\d.]+: it belongs to the loss; sigmoid\(\{ initialBias: -?[\d.]+ \}\) starts with it$/m,
    );
    expect(said).toMatch(/textTransformer\(\{.*pooling: 'last', causal: false,.*activation: 'gelu-tanh'/);
    const tokenizer = `tokenizer: tokenizerJson({ path: '${at('siglip', 'tokenizer.json')}', contextLength: 8, clean: 'canonical', padTo: 'context', vocabularySize: 40 }),`;
    expect(said).toContain(tokenizer);
    const [direct, imported] = [await readModelFile(at('siglip')), await readModelFile(at('siglip.safetensors'))];
    expect(imported.form).toEqual(direct.form);
    expect(imported.hyperParameters).toEqual(direct.hyperParameters);
    expect(new Map(imported.parameters)).toEqual(new Map(direct.parameters));
  });

  it('can be evaluated, with the tokenizer beside it or a named one', async () => {
    const scores = async (...args: string[]) =>
      (JSON.parse(await run('gap', ...args, '--data', 'shapes', '--resamples', '0', '--json')) as { scores: object })
        .scores;
    const bare = await run('import', at('clip'), '--out', at('clip.safetensors'));
    expect(bare).toContain('tokenizer: tokenizerJson({');
    const again = await run('import', at('clip.safetensors'), '--out', at('clip-again.safetensors'));
    expect(again).toContain('tokenizer: its own, which --tokenizer <tokenizer.json> writes here');
    expect(again).not.toContain('bpeTokenizer');
    const direct = await scores(at('clip'));
    expect(await scores(at('clip.safetensors'), '--tokenizer', at('clip'))).toEqual(direct);
    const without = scores(at('clip.safetensors'));
    await expect(without).rejects.toThrow(
      /40 rows, CLIP's tokenizer 49408 ids.*name its tokenizer\.json with --tokenizer/,
    );
  }, 120_000);

  it('takes the moving average of a file that has one', async () => {
    const { tensors } = await readSafetensors(at('clip', 'model.safetensors'));
    const shifted = [...tensors].map(([name, one]) => {
      const data = toFloat32(one).map((value) => (name === 'logit_scale' ? value : value + 1));
      return [`ema_model.${name}`, { dtype: 'F32', shape: one.shape, data }] as const;
    });
    const trained = [...tensors].map(([name, one]) => [`model.${name}`, one] as const);
    await writeSafetensors(at('both.safetensors'), new Map([...shifted, ...trained]));
    const said = await run('checkpoint', 'show', at('both.safetensors'));
    expect(said).toContain('took the weights without model.; for those under ema_model: --weights ema');
    expect(said).toContain("names of Hugging Face's CLIPModel");
    const [usual, average] = [
      await readModelFile(at('both.safetensors')),
      await readModelFile(at('both.safetensors'), {}, 'ema'),
    ];
    const first = (parameters: typeof usual.parameters) => parameters.get('text/token-embedding')!.data[0] as number;
    expect(first(average.parameters)).toBeCloseTo(first(usual.parameters) + 1, 5);
  });
});

describe('alignclip export --to hugging-face', () => {
  it.each(['clip', 'siglip'] as const)('writes a folder that is read as the same model, %s', async (name) => {
    const out = at(`${name}-back`);
    const said = await run('export', at(name), '--to', 'hugging-face', '--out', out);
    expect(said).toContain(`transformers.${name === 'clip' ? 'CLIPModel' : 'SiglipModel'}.from_pretrained("${out}")`);
    const [before, after] = [await readModelFile(at(name)), await readModelFile(out)];
    expect(new Map(after.parameters)).toEqual(new Map(before.parameters));
    expect([after.form, after.hyperParameters]).toEqual([before.form, before.hyperParameters]);
    const [own, theirs] = [out, at(name)].map(
      (one) => JSON.parse(readFileSync(join(one, 'config.json'), 'utf8')) as Record<string, Record<string, unknown>>,
    );
    for (const part of ['vision_config', 'text_config'])
      for (const [field, value] of Object.entries(own![part]!))
        // transformers leaves its default of 512 there and obeys the one above
        if (field !== 'projection_dim') expect([field, value]).toEqual([field, theirs![part]![field] ?? value]);
    await run('export', at(name), '--to', 'hugging-face', '--format', 'pt', '--out', at(`${name}-pt`));
    expect((await readModelFile(at(`${name}-pt`))).parameters).toEqual(after.parameters);
  });

  it('refuses other forms, names the way out, and writes nothing', async () => {
    const out = at('never');
    const written = (...args: string[]) => run('export', at('clip'), '--to', 'hugging-face', '--out', out, ...args);
    await expect(written('--image-pooling', 'mean')).rejects.toThrow(
      /imageEncoder\.pooling = "mean": a CLIPModel of Hugging Face has "class-token"; export it with --to open-clip/,
    );
    await expect(written('--causal', 'false')).rejects.toThrow(/textEncoder\.causal = false/);
    expect(existsSync(out)).toBe(false);
  });
});
