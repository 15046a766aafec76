import { selectBackend } from '@alignclip/backend';
import { UserError } from '@alignclip/core';
import { readModelFile } from '@alignclip/experiment';
import { readSafetensors, type StateDict, writeSafetensors, writeTorchCheckpoint } from '@alignclip/formats';
import type { GapReport } from '@alignclip/metrics';
import { Command } from 'commander';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { madeForm, madeStateDict } from '../testing/made-checkpoint';
import { printed } from '../testing/run-bin';
import { workspaceRoot } from '../testing/scratch-folder';
import { checkpointCommand } from './checkpoint';
import { embedCommand } from './embed';
import { evaluateCommand } from './evaluate';
import { gapCommand } from './gap';
import { importCommand } from './import';

let folder: string;
let clip: StateDict;
let shared: StateDict;
beforeAll(async () => {
  await selectBackend();
  folder = mkdtempSync(join(tmpdir(), 'alignclip-import-'));
  process.env['ALIGNCLIP_CACHE'] = join(folder, 'cache');
  [clip, shared] = [await madeStateDict('clip'), await madeStateDict('sharedclip')];
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);

async function run(...args: string[]): Promise<string> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  for (const add of [importCommand, checkpointCommand, embedCommand, evaluateCommand, gapCommand]) add(program);
  return (await printed(() => program.parseAsync(args, { from: 'user' }))).join('\n');
}

const heads = ['--image-heads', '2', '--text-heads', '2'];
const wrapped = (stateDict: StateDict) => new Map([...stateDict].map(([name, one]) => [`module.${name}`, one]));

async function embeddings(file: string, ...args: string[]) {
  await run('embed', file, '--data', 'shapes', '--out', at('embedded.safetensors'), ...args);
  const { tensors, metadata } = await readSafetensors(at('embedded.safetensors'));
  return { tensors, about: JSON.parse(metadata['run']!) as Record<string, unknown> };
}

describe('alignclip import', () => {
  it('turns a training checkpoint into a file that names what no weight tells', async () => {
    await writeTorchCheckpoint(at('clip.pt'), wrapped(clip), { epoch: 1 });
    const said = await run('import', at('clip.pt'), '--out', at('clip.safetensors'), ...heads);
    expect(said).toContain('CLIP, two towers\nimage: 16 px in patches of 8, width 8, 2 blocks, MLP 32\n');
    expect(said).toContain('2 and 2 heads, gelu');
    expect(said).toContain(
      'imageEncoder: visionTransformer({ imageSize: 16, patchSize: 8, width: 8, layers: 2, heads: 2,',
    );
    expect(said).toContain('sharing: separate(),');
    const { form, hyperParameters, parameters } = await readModelFile(at('clip.safetensors'));
    expect(form).toEqual(madeForm('clip'));
    expect(hyperParameters).toEqual({ imageHeads: 2, textHeads: 2, activation: 'gelu' });
    expect(parameters.get('logit-scale')!.data[0]).toBeCloseTo(clip.get('logit_scale')!.data[0] as number, 6);
  });

  it('reads heads and activation from the configuration beside a file, and warns where it has to guess', async () => {
    const warn = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const out = at('beside-imported.safetensors');
    try {
      await writeTorchCheckpoint(at('beside.pt'), clip);
      await run('import', at('beside.pt'), '--out', out);
      expect(warn.mock.calls.join()).toMatch(
        /warning: \S*beside\.pt doesn't say the heads.*guessed: 1 and 1 heads, gelu/,
      );
      warn.mockClear();
      const config = { quick_gelu: true, vision_cfg: { width: 8, head_width: 4 }, text_cfg: { width: 8, heads: 4 } };
      writeFileSync(at('beside-config.json'), JSON.stringify(config));
      const said = await run('import', at('beside.pt'), '--out', out);
      expect(said).toContain(`heads and activation from ${at('beside-config.json')}`);
      const hyperParameters = { imageHeads: 2, textHeads: 4, activation: 'quick-gelu' };
      expect(await readModelFile(out)).toMatchObject({ hyperParameters });
      expect(await readModelFile(at('beside.pt'), { textHeads: 2 })).toMatchObject({
        hyperParameters: { textHeads: 2 },
      });
      expect(warn).not.toHaveBeenCalled();
    } finally {
      warn.mockRestore();
    }
    writeFileSync(at('beside-config.json'), JSON.stringify({ vision_cfg: { width: 16 }, text_cfg: { width: 8 } }));
    await expect(run('import', at('beside.pt'), '--out', out)).rejects.toThrow(/vision_cfg\.width is 16.*have 8/);
    writeFileSync(at('beside-config.json'), '{');
    await expect(run('import', at('beside.pt'), '--out', out)).rejects.toThrow(/not a configuration of open_clip/);
  });

  it('refuses what the towers of the file would not look at, and writes nothing', async () => {
    await writeTorchCheckpoint(at('idle.pt'), clip);
    const edge = String((await readModelFile(at('idle.pt'))).form.image.imageSize);
    for (const [flag, value, why] of [
      ['--image-size', '50', `the image tower takes images of ${edge} px`],
      ['--pooling-heads', '2', 'the image tower has the pooling class-token, and only query has such heads'],
      ['--class-mask', 'text', 'the text tower has the pooling end, and only class-token has that mask'],
    ] as const)
      await expect(run('import', at('idle.pt'), '--out', at('never.safetensors'), flag, value)).rejects.toThrow(
        new RegExp(`idle\\.pt: ${flag} = "?${value}"? would change nothing: ${why}`),
      );
    expect(readdirSync(folder)).not.toContain('never.safetensors');
    await run('import', at('idle.pt'), '--out', at('idle.safetensors'), '--image-size', edge, ...heads);
  });

  it('refuses weights that are not finite, and 1/τ in place of its logarithm, and writes nothing', async () => {
    const bad = (name: string, value: number) => {
      const { shape, data } = clip.get(name)!;
      const changed = Float32Array.from(data as Float32Array);
      changed[0] = value;
      return new Map(clip).set(name, { dtype: 'F32', shape, data: changed });
    };
    for (const [name, value, message] of [
      ['visual.proj', NaN, /parameter "visual\.proj" holds NaN at 0 of \d+ numbers/],
      ['logit_scale', 100, /parameter "logit_scale" is 100, but it holds ln\(1\/τ\)/],
    ] as const) {
      await writeTorchCheckpoint(at('bad.pt'), bad(name, value));
      await expect(run('import', at('bad.pt'), '--out', at('never.safetensors'), ...heads)).rejects.toThrow(message);
      expect(readdirSync(folder)).not.toContain('never.safetensors');
      expect(await run('checkpoint', 'show', at('bad.pt'))).toMatch(message);
    }
  });

  it('gives the embeddings that the checkpoint itself gives, whichever format it has', async () => {
    await writeSafetensors(at('shared-official.safetensors'), shared);
    await run('import', at('shared-official.safetensors'), '--out', at('shared.safetensors'), ...heads);
    const [direct, imported] = [
      await embeddings(at('shared-official.safetensors'), ...heads),
      await embeddings(at('shared.safetensors')),
    ];
    expect(imported.tensors).toEqual(direct.tensors);
    expect(imported.about).toMatchObject({ file: at('shared.safetensors'), kind: 'sharedclip', split: 'test' });
    const other = await embeddings(at('shared.safetensors'), '--activation', 'quick-gelu');
    expect(other.tensors.get('image')).not.toEqual(imported.tensors.get('image'));
  });

  it('lists missing, unexpected and misshapen parameters with near misses, and writes nothing', async () => {
    const misspelt = new Map([...clip].map(([name, one]) => [name.replace('ln_final.bias', 'ln_finall.bias'), one]));
    await writeTorchCheckpoint(at('misspelt.pt'), misspelt);
    const misshapen = new Map(clip).set('ln_final.bias', clip.get('visual.proj')!);
    await writeSafetensors(at('misshapen.safetensors'), misshapen);
    writeFileSync(at('notes.txt'), 'not a checkpoint');
    const before = readdirSync(folder);
    for (const [file, message] of [
      ['misspelt.pt', 'misspelt.pt: the checkpoint has no 1 parameters: ln_final.bias (is it "ln_finall.bias"?)'],
      ['misshapen.safetensors', '"ln_final.bias" has shape [8, 6], the other parameters need [8]'],
      ['notes.txt', 'notes.txt: neither a safetensors file nor a PyTorch checkpoint'],
      ['gone.pt', 'gone.pt": no such file'],
    ] as const) {
      const failure = run('import', at(file), '--out', at('never.safetensors'));
      await expect(failure).rejects.toThrow(UserError);
      await expect(failure).rejects.toThrow(message);
    }
    await expect(run('import', at('clip.pt'), '--out', at('x'), '--image-heads', '3')).rejects.toThrow(
      "3 heads do not divide the image tower's width of 8",
    );
    expect(readdirSync(folder)).toEqual(before);
  });
});

describe('alignclip embed and evaluate', () => {
  it('take an imported file with data, and say what is missing without', async () => {
    await writeSafetensors(at('official.safetensors'), clip);
    await run('import', at('official.safetensors'), '--out', at('ours.safetensors'), ...heads);
    const retrieval = '{"type":"retrieval","options":{"resamples":0}}';
    const said = await run('evaluate', at('ours.safetensors'), '--data', 'shapes', '--with', retrieval);
    expect(said).toMatch(/^retrieval\/test\/image-to-text\/R@1 +0\.\d{4}$/m);
    const data = join(workspaceRoot, 'packages/datasets/fixtures/parquet/pandas.parquet');
    const only = await run('evaluate', at('ours.safetensors'), '--data', data, '--with', 'gap');
    expect(only).toMatch(/^gap\/train\/centroid-distance +\d\.\d{4}/m);
    const named = '{"type":"gap","options":{"splits":["test"]}}';
    await expect(run('evaluate', at('ours.safetensors'), '--data', data, '--with', named)).rejects.toThrow(
      'unknown split of parquet: "test". Known: train',
    );
    await expect(run('evaluate', at('ours.safetensors'))).rejects.toThrow('choose one with --data');
    await expect(run('evaluate', at('ours.safetensors'), '--data', 'shaped')).rejects.toThrow('did you mean "shapes"');
  });

  it('refuse a vocabulary that no tokenizer is known for', async () => {
    const table = { dtype: 'F32', shape: [5, 8], data: new Float32Array(40) } as const;
    await writeSafetensors(at('small.safetensors'), new Map(clip).set('token_embedding.weight', table));
    await expect(run('evaluate', at('small.safetensors'), '--data', 'shapes')).rejects.toThrow(
      'its token table has 5 rows',
    );
  });
});

describe('alignclip gap --checkpoint', () => {
  it('gives what its embeddings give', async () => {
    await writeTorchCheckpoint(at('gap.pt'), shared);
    const sampling = ['--resamples', '20', '--json'];
    const direct = await run('gap', '--checkpoint', at('gap.pt'), '--data', 'shapes', ...heads, ...sampling);
    await embeddings(at('gap.pt'), ...heads);
    const [image, text] = [at('embedded.safetensors'), at('embedded.safetensors')];
    const { scores } = JSON.parse(await run('gap', '--image', image, '--text', text, ...sampling)) as GapReport;
    const { scores: own, ...said } = JSON.parse(direct) as GapReport;
    expect(said).toMatchObject({ checkpoint: at('gap.pt'), data: 'shapes', split: 'test', captionsPerImage: 1 });
    expect(Object.keys(own)).toHaveLength(16);
    for (const [name, value] of Object.entries(scores)) expect(own[name]).toBeCloseTo(value, 6);
  });

  it('looks at shards, Parquet files and COCO, and finds the same where images and captions are the same', async () => {
    await writeTorchCheckpoint(at('readers.pt'), clip);
    const fixture = (...names: string[]) => join(workspaceRoot, 'packages/datasets/fixtures', ...names);
    const coco = { files: fixture('coco/captions_val2017.json'), images: fixture('coco/val2017') };
    const reports: GapReport[] = [];
    for (const data of [
      JSON.stringify({ type: 'webdataset', options: { files: fixture('webdataset/shard-*.tar') } }),
      fixture('parquet/pandas.parquet'),
      JSON.stringify({ type: 'coco', options: coco }),
    ]) {
      const said = await run('gap', at('readers.pt'), '--data', data, ...heads, '--resamples', '0', '--json');
      reports.push(JSON.parse(said) as GapReport);
    }
    expect(reports).toMatchObject([{ pairs: 5 }, { pairs: 5 }, { pairs: 5 }]);
    expect(reports[1]!.scores).toEqual(reports[0]!.scores);
  });

  it('says what it needs', async () => {
    await expect(run('gap', '--data', 'shapes')).rejects.toThrow('either --image and --text, or --checkpoint');
    await expect(run('gap', '--image', at('gap.pt'))).rejects.toThrow('--text together with --image');
    await expect(run('gap', '--checkpoint', at('gap.pt'))).rejects.toThrow('choose one with --data');
    await expect(run('gap', 'a.pt', '--checkpoint', 'b.pt', '--data', 'shapes')).rejects.toThrow('a.pt and b.pt');
    await expect(run('gap', '--checkpoint', at('gone.pt'), '--data', 'shapes')).rejects.toThrow('no such file');
  });
});

describe('alignclip checkpoint show', () => {
  it('names model, parameters, types, shapes and what stands beside the weights', async () => {
    await writeTorchCheckpoint(at('shown.pt'), clip, { epoch: 7 });
    const lines = (await run('checkpoint', 'show', at('shown.pt'))).split('\n');
    expect(lines[0]).toMatch(/shown\.pt: PyTorch, zip, 1\.6 MB$/);
    expect(lines.slice(1, 4)).toEqual([
      'other entries: epoch = 7',
      'took the weights under state_dict',
      'CLIP, two towers',
    ]);
    expect(lines).toContainEqual(expect.stringMatching(/^\d{3},\d{3} parameters in 62 tensors$/));
    expect(lines).toContainEqual(expect.stringMatching(/^token_embedding\.weight +F32 +1\.6 MB +\[49408, 8\]$/));
    const json = JSON.parse(await run('checkpoint', 'show', '--json', at('shown.pt'))) as Record<string, unknown>;
    expect(json).toMatchObject({ format: 'PyTorch, zip', about: { epoch: '7' }, model: { kind: 'clip' } });
  });

  it('shows what is no model too, and lets no control character through', async () => {
    await writeSafetensors(at('other.safetensors'), new Map([['a\u001b[2J', clip.get('logit_scale')!]]));
    const said = await run('checkpoint', 'show', at('other.safetensors'));
    expect(said).toContain("can't be imported: neither a CLIP");
    expect(said).toContain('a\\u001b[2J');
    expect(said).not.toContain('\u001b');
  });
});
