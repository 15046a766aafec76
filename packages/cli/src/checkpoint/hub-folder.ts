import { UserError } from '@alignclip/core';
import type { ExportedModel } from '@alignclip/experiment';
import { hubFiles, makeFolder, writeFileAtomic, writeSafetensors, writeTorchCheckpoint } from '@alignclip/formats';
import { join } from 'node:path';
import { countLine, modelLines } from './summary';

/**
 * Writes a folder that `from_pretrained` of transformers reads: weights, `config.json` and `preprocessor_config.json`. Throws UserError, before anything is
 * written, where the towers are neither a CLIPModel nor a SiglipModel.
 */
export async function writeHubFolder(
  { parameters, hyperParameters }: ExportedModel,
  { out, format = 'safetensors' }: { readonly out: string; readonly format?: 'pt' | 'safetensors' },
): Promise<void> {
  if (hyperParameters === undefined)
    throw new UserError("these towers have no place in Hugging Face's CLIPModel or SiglipModel");
  const { model, form, tensors, ...json } = hubFiles(parameters, hyperParameters);
  makeFolder(out);
  if (format === 'pt') await writeTorchCheckpoint(join(out, 'pytorch_model.bin'), tensors);
  else await writeSafetensors(join(out, 'model.safetensors'), tensors, { format: 'pt' });
  for (const [name, content] of Object.entries({ config: json.config, preprocessor_config: json.preprocessor }))
    await writeFileAtomic(join(out, `${name}.json`), `${JSON.stringify(content, null, 2)}\n`);
  for (const line of [
    ...modelLines(form),
    `${countLine([...tensors.values()].map(({ data }) => data.length))}: ${out}`,
    ...(model === 'SiglipModel'
      ? ['logit_bias is 0: no tower has it; cosines and their order do not depend on it']
      : []),
    'In Python:',
    `  model = transformers.${model}.from_pretrained(${JSON.stringify(out)})`,
  ])
    console.log(line);
}
