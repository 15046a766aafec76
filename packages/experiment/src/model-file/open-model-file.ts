import { cacheFolder } from '@alignclip/backend';
import { type Spec, UserError } from '@alignclip/core';
import { ClipTokenizer } from '@alignclip/encoders';
import { Parameters } from '@alignclip/nn';
import { Model, restoreParameters } from '@alignclip/training';
import { compose } from '../compose';
import type { LoadedExperiment } from '../load-experiment';
import { openedModel, type OpenedModel } from '../opened-model';
import { Registry } from '../registry';
import { defaultConfig } from '../run-config';
import { modelConfig } from './model-config';
import { readModelFile, type ModelFile } from './read-model-file';
import type { Untold } from './untold';

export interface ModelFileOptions {
  readonly dataset: Spec<'dataset'>;
  readonly untold?: Partial<Untold>;
  readonly experiment?: LoadedExperiment | undefined;
}

/** Builds the towers of a model file on a data set and reads the weights into them. Throws UserError as its parts do. */
export async function openModelFile(
  path: string,
  { dataset, untold, experiment }: ModelFileOptions,
): Promise<OpenedModel> {
  const file = await readModelFile(path, untold);
  checkVocabulary(file);
  const definition: OpenedModel['definition'] = experiment?.definition ?? {};
  const registry = new Registry(definition.components);
  const config = { ...defaultConfig(), ...modelConfig(file.size, file.untold), dataset, losses: [] };
  const run = compose({ config, seed: 0, registry, modules: definition.modules });
  await run.get(Model);
  restoreParameters(await run.get(Parameters), file.parameters, path);
  const about = { file: path, kind: file.size.kind, ...file.untold };
  return openedModel({ about, seed: 0, config, registry, definition, run }, cacheFolder('model-files'), experiment);
}

/** Only CLIP's own vocabulary can be told from a table of tokens. */
function checkVocabulary({ path, size: { text } }: ModelFile): void {
  const known = new ClipTokenizer().vocabularySize;
  if (text.vocabularySize === known) return;
  throw new UserError(
    `${path}: its token table has ${text.vocabularySize} rows, CLIP's tokenizer ${known} ids: no text can be embedded; ` +
      'a run of your own is opened by its record',
  );
}
