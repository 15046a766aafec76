import { shapes } from '@alignclip/datasets';
import { compose, defaultConfig, exportedModel, modelConfig, Registry } from '@alignclip/experiment';
import { type ModelForm, type ModelKind, type StateDict, toOpenClip } from '@alignclip/formats';
import { clipForm } from '@alignclip/formats/testing';
import { Parameters } from '@alignclip/nn';

const tower = { width: 8, layers: 2, mlpWidth: 32, mlpRatio: 4 };

export const madeForm = (kind: ModelKind): ModelForm =>
  clipForm({
    kind,
    embeddingWidth: 6,
    image: { ...tower, patchSize: 8, imageSize: 16 },
    text: { ...tower, contextLength: 12, vocabularySize: 49_408 },
  });

const madeHyperParameters = { imageHeads: 2, textHeads: 2, activation: 'gelu' } as const;

/** Towers of two blocks with random weights and CLIP's vocabulary, as a state dict. The backend must be chosen. */
export async function madeStateDict(kind: ModelKind): Promise<StateDict> {
  const config = {
    ...defaultConfig(),
    ...modelConfig(madeForm(kind), madeHyperParameters),
    dataset: shapes(),
    losses: [],
  };
  const run = compose({ config, seed: 5, registry: new Registry() });
  const model = await run.dualEncoder();
  const { parameters } = await exportedModel({ run, config, model });
  (await run.get(Parameters)).dispose();
  return toOpenClip(parameters, kind);
}
