import { shapes } from '@alignclip/datasets';
import {
  compose,
  defaultConfig,
  exportedModel,
  modelConfig,
  openModelFile,
  type OpenedModel,
  Registry,
} from '@alignclip/experiment';
import {
  addressedForm,
  type ModelForm,
  openClipConfig,
  readSafetensors,
  requireTensor,
  type StateDict,
  toldForm,
  toOpenClip,
  usualHeads,
  writeSafetensors,
  writeTorchCheckpoint,
} from '@alignclip/formats';
import { Parameters } from '@alignclip/nn';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captions, type OwnCase } from './cases';
import type { MadeCase } from './made-case';
import { tokenizerOf } from './made-tokenizer';
import { furthest, ourFeatures, theirFeatures, type Features } from './our-features';
import { openClip } from './python';

/** The largest differences of unit rows between open_clip and us, for one model in one direction. */
export interface Comparison {
  readonly name: string;
  readonly direction: 'import' | 'export';
  readonly image: number;
  readonly text: number;
  readonly versions: string;
}

const difference = (a: Features, b: Features) => ({
  image: furthest(a.image, b.image),
  text: furthest(a.text, b.text),
});

/** open_clip writes models, we read them; then we write them and open_clip reads them strictly. */
export function compareMade(python: string, cases: readonly MadeCase[]): Promise<Comparison[]> {
  return inFolder(async (folder) => {
    const versions = openClip(python, 'make', folder, cases);
    const comparisons: Comparison[] = [];
    const back: object[] = [];
    for (const { name, file, model, activation, told, tokenizer: tokens } of cases) {
      if (typeof model === 'object') writeFileSync(join(folder, `${name}-config.json`), JSON.stringify(model));
      const hyperParameters = { ...(typeof model === 'string' && { activation }), ...told };
      const tokenizer = tokens && tokenizerOf(folder, tokens);
      const opened = await openModelFile(join(folder, file), { dataset: shapes(), hyperParameters, tokenizer });
      const [ours, theirs] = [
        await ourFeatures(opened, await inputsOf(folder, name), tokens && (await inputsOf(folder, name, 'tokens'))),
        await theirFeatures(folder, name),
      ];
      comparisons.push({ name, direction: 'import', versions, ...difference(ours, theirs) });
      back.push(await writeBack(folder, `${name}-back`, model, opened));
      (await opened.run.get(Parameters)).dispose();
    }
    openClip(python, 'load', folder, back);
    for (const { name } of cases) {
      const [again, theirs] = [await theirFeatures(folder, `${name}-back`), await theirFeatures(folder, name)];
      comparisons.push({ name, direction: 'export', versions, ...difference(again, theirs) });
    }
    return comparisons;
  });
}

/** No embedding depends on the bias of the logits, so that we don't write it. */
function withoutBias(model: MadeCase['model']): MadeCase['model'] {
  if (typeof model === 'string') return model;
  const { init_logit_bias: _bias, ...rest } = model as { init_logit_bias?: number };
  return rest;
}

/** What open_clip loads: our file, and the model that it was made from; our own configuration where that has a decoder. */
async function writeBack(folder: string, name: string, model: MadeCase['model'], opened: OwnModel): Promise<object> {
  const { parameters, hyperParameters } = await exportedModel(opened);
  const file = `${name}.pt`;
  await write(join(folder, file), toOpenClip(parameters, 'clip', hyperParameters));
  if (typeof model === 'string' || !('multimodal_cfg' in model)) return { name, model: withoutBias(model), file };
  const form = toldForm(addressedForm(parameters, 'clip'), hyperParameters!);
  const config = join(folder, `${name}-own.json`);
  writeFileSync(config, JSON.stringify(openClipConfig(form, hyperParameters!)));
  return { name, model: config, file };
}

/** Models of our own: we write them, open_clip reads them strictly. */
export function compareOwn(python: string, cases: readonly OwnCase[]): Promise<Comparison[]> {
  return inFolder(async (folder) => {
    const models = new Map<string, OwnModel>();
    for (const own of cases) models.set(own.name, await writeOwn(folder, own));
    const files = cases.map(({ name, format }) => ({
      name,
      model: join(folder, `${name}.json`),
      file: `${name}.${format}`,
    }));
    const versions = openClip(python, 'load', folder, files);
    const comparisons: Comparison[] = [];
    for (const [name, opened] of models) {
      const ours = await ourFeatures(opened, await inputsOf(folder, name));
      (await opened.run.get(Parameters)).dispose();
      comparisons.push({ name, direction: 'export', versions, ...difference(await theirFeatures(folder, name), ours) });
    }
    return comparisons;
  });
}

type OwnModel = Pick<OpenedModel, 'run' | 'config' | 'model'>;

async function writeOwn(folder: string, { name, form, format }: OwnCase): Promise<OwnModel> {
  const opened = await ownModel(form);
  const { parameters, hyperParameters } = await exportedModel(opened);
  await write(join(folder, `${name}.${format}`), toOpenClip(parameters, 'clip'));
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(openClipConfig(form, hyperParameters!)));
  return opened;
}

/** Fresh towers of that form, with heads 64 wide. */
async function ownModel(form: ModelForm): Promise<OwnModel> {
  const { image, text } = usualHeads(form);
  const hyperParameters = { imageHeads: image, textHeads: text, activation: 'gelu' } as const;
  const config = { ...defaultConfig(), ...modelConfig(form, hyperParameters), dataset: shapes(), losses: [] };
  const run = compose({ config, seed: 11, registry: new Registry() });
  return { run, config, model: await run.dualEncoder() };
}

const inputsOf = async (folder: string, name: string, which: 'image' | 'tokens' = 'image') =>
  requireTensor(await readSafetensors(join(folder, `${name}.inputs.safetensors`)), which);

const write = (path: string, stateDict: StateDict): Promise<void> =>
  path.endsWith('.pt') ? writeTorchCheckpoint(path, stateDict) : writeSafetensors(path, stateDict, { format: 'pt' });

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-open-clip-'));
  writeFileSync(join(folder, 'captions.json'), JSON.stringify(captions));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
