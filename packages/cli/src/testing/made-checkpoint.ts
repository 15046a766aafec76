import { shapes } from '@alignclip/datasets';
import { compose, defaultConfig, modelConfig, Registry } from '@alignclip/experiment';
import {
  float32Tensor,
  type ModelSize,
  type OpenClipKind,
  type StateDict,
  type StoredTensor,
  toOpenClip,
} from '@alignclip/formats';
import { Parameters } from '@alignclip/nn';
import { Model } from '@alignclip/training';

const tower = { width: 8, layers: 2, mlpWidth: 32, mlpRatio: 4 };

export const madeSize = (kind: OpenClipKind): ModelSize => ({
  kind,
  embeddingWidth: 6,
  image: { ...tower, patchSize: 8, imageSize: 16 },
  text: { ...tower, contextLength: 12, vocabularySize: 49_408 },
});

export const madeUntold = { imageHeads: 2, textHeads: 2, activation: 'gelu' } as const;

/** Towers of two blocks with random weights and CLIP's vocabulary, as a state dict. The backend must be chosen. */
export async function madeStateDict(kind: OpenClipKind): Promise<StateDict> {
  const config = { ...defaultConfig(), ...modelConfig(madeSize(kind), madeUntold), dataset: shapes(), losses: [] };
  const run = compose({ config, seed: 5, registry: new Registry() });
  await run.get(Model);
  const store = await run.get(Parameters);
  const parameters = new Map<string, StoredTensor>();
  for (const [address, variable] of store.entries())
    parameters.set(address, float32Tensor(variable.shape, Float32Array.from(variable.dataSync() as Float32Array)));
  store.dispose();
  return toOpenClip(parameters, kind);
}
