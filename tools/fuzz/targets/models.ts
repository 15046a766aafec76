import type { Random } from '@alignclip/core';
import { shapes } from '@alignclip/datasets';
import {
  compose,
  defaultConfig,
  exportedModel,
  modelConfig,
  openModelFile,
  readModelFile,
  Registry,
} from '@alignclip/experiment';
import { float32Tensor, formatSafetensors, parseSafetensors, type StateDict, toOpenClip } from '@alignclip/formats';
import { clipForm } from '@alignclip/formats/testing';
import { AdamW, constant, Parameters, ParameterStore } from '@alignclip/nn';
import { loadSentenceEncoder } from '@alignclip/teachers';
import { madeSentenceEncoder } from '@alignclip/teachers/testing';
import { restoreCheckpoint, saveCheckpoint } from '@alignclip/training';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { mutateJson } from '../inputs/mutate-json';
import { madeFile } from './places';
import { mutationsOf, type Target } from '../target';

const tower = { width: 8, layers: 1, mlpWidth: 32, mlpRatio: 4 };
const form = clipForm({
  kind: 'clip',
  embeddingWidth: 6,
  image: { ...tower, patchSize: 8, imageSize: 16 },
  text: { ...tower, contextLength: 12, vocabularySize: 49_408 },
});

async function stateDict(): Promise<StateDict> {
  const hyperParameters = { imageHeads: 2, textHeads: 2, activation: 'gelu' } as const;
  const config = { ...defaultConfig(), ...modelConfig(form, hyperParameters), dataset: shapes(), losses: [] };
  const run = compose({ config, seed: 5, registry: new Registry() });
  const { parameters } = await exportedModel({ run, config, model: await run.dualEncoder() });
  (await run.get(Parameters)).dispose();
  return toOpenClip(parameters, 'clip');
}

/** Without the table of tokens, which would be nearly all of it. */
async function smallModel(): Promise<Buffer> {
  const some = new Map(await stateDict());
  some.set('token_embedding.weight', float32Tensor([2, 8], new Float32Array(16)));
  return formatSafetensors(some);
}

const modelFile: Target = {
  name: 'model-file',
  file: 'model.safetensors',
  weight: 2,
  make: mutationsOf(async () => [await smallModel()]),
  read: async (path) => {
    await readModelFile(path);
    const { run } = await openModelFile(path, { dataset: shapes() });
    (await run.get(Parameters)).dispose();
  },
};

const trained = () => {
  const parameters = new ParameterStore(1);
  parameters.parameter('image/kernel', [3, 4], constant(0.5));
  parameters.parameter('logit-scale', [], constant(2));
  const optimizer = new AdamW(parameters, { beta1: 0.9, beta2: 0.98, epsilon: 1e-6, weightDecay: 0.1, noDecay: [] });
  return { parameters, optimizer };
};

const checkpoint: Target = {
  name: 'checkpoint',
  file: 'training.safetensors',
  weight: 2,
  make: mutationsOf(async () => {
    const made = await madeFile('x.safetensors', async (path) => {
      const one = trained();
      await saveCheckpoint(path, one, { key: 'k', step: 3, seconds: 1, curves: { step: [1, 2], loss: [0.5, 0.25] } });
      one.parameters.dispose();
    });
    const { tensors, metadata } = parseSafetensors(made);
    return [made, formatSafetensors(tensors, metadata)]; // the second is without a checksum
  }),
  read: async (path) => {
    const one = trained();
    try {
      await restoreCheckpoint(path, one, 'k');
    } finally {
      one.optimizer.dispose();
      one.parameters.dispose();
    }
  },
};

/** One file of a sentence encoder's folder; the others are sound. */
function encoderFile(kind: 'bert' | 'mpnet', file: 'config.json' | 'tokenizer.json' | 'model.safetensors'): Target {
  const sound = async () => {
    const folder = await madeSentenceEncoder(kind);
    const bytes = readFileSync(join(folder, file));
    rmSync(folder, { recursive: true });
    return bytes;
  };
  const json = async (random: Random) => Buffer.from(mutateJson(random, JSON.parse((await sound()).toString())));
  return {
    name: `${kind}-${basename(file).replace('.', '-')}`,
    file,
    make: mutationsOf(async () => [await sound()], { others: file.endsWith('.json') ? [json, json] : [] }),
    prepare: async (folder) => {
      const made = await madeSentenceEncoder(kind);
      cpSync(made, folder, { recursive: true });
      rmSync(made, { recursive: true });
    },
    writes: true,
    read: async (path) => {
      const encoder = await loadSentenceEncoder(`${dirname(path)}/`);
      try {
        await encoder.embed(['a red cat runs', '', 'é 😀', 'dog '.repeat(300)]);
      } finally {
        encoder.dispose();
      }
    },
  };
}

export const modelTargets: readonly Target[] = [
  modelFile,
  checkpoint,
  ...(['bert', 'mpnet'] as const).flatMap((kind) => [
    encoderFile(kind, 'config.json'),
    encoderFile(kind, 'model.safetensors'),
  ]),
  encoderFile('bert', 'tokenizer.json'),
];
