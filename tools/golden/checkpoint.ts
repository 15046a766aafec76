import { join } from 'node:path';
import { matMul, selectBackend, tf } from '@alignclip/backend';
import { UserError } from '@alignclip/core';
import {
  fromOpenClip,
  isDict,
  readTorchCheckpoint,
  stateDictOf,
  tensorsOf,
  toFloat32,
  toOpenClip,
  type ImportedModel,
  type PickleKey,
  type StoredTensor,
  type TorchValue,
} from '@alignclip/formats';
import { z } from 'zod';
import { readManifest, TensorChecks } from './compare';
import { buildModel, configSchema, loadOfficial, officialTensors, toImages, toTokens } from './golden-model';
import type { GoldenReport } from './report';

const schema = z.object({ config: configSchema, optimizer_param_order: z.array(z.string()) });
const torchSchema = z.object({
  epoch: z.number(),
  name: z.string(),
  state_dict_keys: z.array(z.string()),
  optimizer_steps: z.number(),
});

/**
 * Reads checkpoint.pt as PyTorch wrote it and compares it with checkpoint.safetensors: every weight, every moment of the
 * optimizer, the features of a forward pass through our towers, and the weights once more after a way through our layout.
 */
export async function checkCheckpoint(folder: string): Promise<GoldenReport> {
  await selectBackend();
  const checks = await TensorChecks.open(folder, 'checkpoint.safetensors');
  const about = torchSchema.parse((await readManifest(folder)).files['checkpoint.pt']);
  const { config, optimizer_param_order: order } = schema.parse(checks.entry);
  const checkpoint = await readTorchCheckpoint(join(folder, 'checkpoint.pt'));
  const stateDict = stateDictOf(checkpoint);
  const exact = (what: string, got: unknown, want: unknown) => {
    const [found, wanted] = [got, want].map((one) => JSON.stringify(one));
    if (found !== wanted) checks.failures.push(`${what}: ${found}, not ${wanted}`);
  };
  exact('epoch', at(checkpoint, 'epoch'), about.epoch);
  exact('name', at(checkpoint, 'name'), about.name);
  exact('state_dict keys', [...stateDict.keys()], about.state_dict_keys);
  const official = officialTensors(checks, 'param/');
  const plain = new Map([...stateDict].map(([name, tensor]) => [name.replace(/^module\./, ''), tensor]));
  compareAll(checks, 'param/', plain, official);
  const imported = fromOpenClip(stateDict);
  exact('kind', imported.form.kind, config.kind);
  compareAll(checks, 'param/', exported(imported, plain), official);
  const steps = checkMoments(checks, at(at(checkpoint, 'optimizer'), 'state'), order);
  exact('optimizer steps', steps, [about.optimizer_steps]);
  checkForward(checks, config, plain, imported);
  const report = checks.report();
  return { ...report, file: 'checkpoint.pt, checkpoint.safetensors' };
}

function at(value: TorchValue | undefined, key: PickleKey): TorchValue | undefined {
  if (!isDict(value)) throw new UserError(`checkpoint.pt: no dict where "${String(key)}" should be`);
  return value.get(key);
}

/** Weights are the same numbers, not near ones. */
function compareAll(
  checks: TensorChecks,
  prefix: string,
  got: ReadonlyMap<string, StoredTensor>,
  want: ReadonlyMap<string, StoredTensor>,
): void {
  for (const name of new Set([...got.keys(), ...want.keys()])) {
    const [ours, theirs] = [got.get(name), want.get(name)];
    if (ours?.shape.join() !== theirs?.shape.join())
      checks.failures.push(`${prefix}${name}: missing or of another shape`);
    else checks.compare(`${prefix}${name}`, toFloat32(ours!), 0);
    if (ours && theirs && toFloat32(ours).some((value, index) => value !== toFloat32(theirs)[index]))
      checks.failures.push(`${prefix}${name}: not the same numbers`);
  }
}

/** The weights after a way through our layout; what the towers don't use stays as it was. */
function exported({ parameters, form, unused }: ImportedModel, plain: ReadonlyMap<string, StoredTensor>) {
  const stateDict = toOpenClip(parameters, form.kind);
  for (const name of unused) stateDict.set(name, plain.get(name)!);
  return stateDict;
}

/** Compares the moments under the names of the parameters' order; gives the different step counts. */
function checkMoments(checks: TensorChecks, state: TorchValue | undefined, order: readonly string[]): number[] {
  const steps = new Set<number>();
  for (const moment of ['exp_avg', 'exp_avg_sq']) {
    const prefix = `optimizer/${moment}/`;
    const found = new Map<string, StoredTensor>();
    for (const [index, name] of order.entries()) {
      const entry = tensorsOf(at(state, index));
      const tensor = entry?.get(moment);
      if (tensor) found.set(name, tensor);
      if (entry) steps.add(toFloat32(entry.get('step')!)[0]!);
    }
    compareAll(checks, prefix, found, officialTensors(checks, prefix));
  }
  return [...steps];
}

function checkForward(
  checks: TensorChecks,
  config: z.infer<typeof configSchema>,
  stateDict: ReadonlyMap<string, StoredTensor>,
  { table }: ImportedModel,
): void {
  const { parameters, image, text } = buildModel(config);
  loadOfficial(parameters, stateDict, table);
  tf.tidy(() => {
    const images = toImages(checks.input('input/image'));
    const tokens = toTokens(checks.input('input/text'));
    const shape = { batch: images.shape[0], tokens: (config.vision.image_size / config.vision.patch_size) ** 2 + 1 };
    const imageRows = image.transformer.apply(image.inputRows(images), shape);
    const textRows = text.transformer.apply(text.inputRows(tokens), {
      batch: tokens.shape[0],
      tokens: tokens.shape[1],
    });
    const [v, t] = [image.embed(images), text.embed(tokens)];
    const scale = tf.exp(parameters.get('logit-scale')!);
    checks.compare('out/image_features_raw', image.head.project(image.pool(imageRows, shape)).dataSync());
    checks.compare('out/text_features_raw', text.head.project(text.pool(textRows, tokens)).dataSync());
    checks.compare('out/image_features', v.dataSync());
    checks.compare('out/text_features', t.dataSync());
    checks.compare('out/logit_scale', scale.dataSync());
    checks.compare('out/logits_per_image', tf.mul(matMul(v, t, false, true), scale).dataSync());
  });
  parameters.dispose();
}
