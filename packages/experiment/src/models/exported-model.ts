import { type Json, Tokenizer, UserError } from '@alignclip/core';
import { headsOf, isCompact } from '@alignclip/encoders';
import { float32Tensor, type StoredTensor } from '@alignclip/formats';
import { Parameters } from '@alignclip/nn';
import type { OpenedModel } from './open-run';
import type { RunConfig } from '../define/run-config';
import type { HyperParameters } from './model-config';

type Weights = Map<string, StoredTensor>;

/** A run's model for other programs: towers and logit scale, with a token table for all of CLIP's vocabulary. */
export interface ExportedModel {
  readonly parameters: Weights;
  /** Undefined if the two towers differ in the activation, or one is not a tower of this project. */
  readonly hyperParameters: HyperParameters | undefined;
}

const tables = 'text/token-embedding';
const scale = 'logit-scale';

/**
 * Copies the weights. Throws UserError where an option of a tower has no place in such a file. A compact vocabulary is expanded to
 * CLIP's; texts keep their embeddings.
 */
export async function exportedModel({
  run,
  config,
  model,
}: Pick<OpenedModel, 'run' | 'config' | 'model'>): Promise<ExportedModel> {
  if (config.head !== undefined)
    throw new UserError(
      `head "${config.head.type}": open_clip's files have no place for it; its weights are in the run's checkpoint`,
    );
  const parameters: Weights = new Map(
    [...(await run.get(Parameters)).entries()].map(([address, variable]) => [
      address,
      float32Tensor(variable.shape, Float32Array.from(variable.dataSync() as Float32Array)),
    ]),
  );
  if (!parameters.has(scale)) parameters.set(scale, float32Tensor([], Float32Array.of(Math.log(model.logitScale))));
  const tokenizer = await run.get(Tokenizer);
  const table = parameters.get(tables);
  if (table !== undefined && isCompact(tokenizer)) parameters.set(tables, spread(table, tokenizer.idOfClipId));
  return { parameters, hyperParameters: hyperParametersIn(config) };
}

/** A table with a copy of row `rows[i]` at i. */
function spread({ shape, data }: StoredTensor, rows: Int32Array): StoredTensor {
  const width = shape[1]!;
  const values = new Float32Array(rows.length * width);
  rows.forEach((row, i) => values.set((data as Float32Array).subarray(row * width, (row + 1) * width), i * width));
  return float32Tensor([rows.length, width], values);
}

function hyperParametersIn({ imageEncoder, textEncoder }: RunConfig): HyperParameters | undefined {
  const [image, text] = [imageEncoder.options, textEncoder.options];
  const isOwn = imageEncoder.type === 'vision-transformer' && textEncoder.type === 'text-transformer';
  if (isOwn) refuseOtherForms({ imageEncoder: image, textEncoder: text });
  if (!isOwn || image['activation'] !== text['activation']) return undefined;
  const heads = (options: { [key: string]: Json }) => headsOf(options as { width: number; heads?: number });
  return {
    imageHeads: heads(image),
    textHeads: heads(text),
    activation: text['activation'] as HyperParameters['activation'],
  };
}

type Options = Readonly<Record<string, Json>>;

/** The options that open_clip's files of a CLIP fix; a tower with another value would be read as another model. */
const clipForm: Readonly<Record<'imageEncoder' | 'textEncoder', Options>> = {
  imageEncoder: {
    pooling: 'class-token',
    registers: 0,
    positions: 'learned',
    normalise: 'pre-norm',
    projection: 'linear',
    projectionBias: false,
  },
  textEncoder: { pooling: 'end', causal: true, projection: 'linear', projectionBias: false },
};

function refuseOtherForms(towers: Readonly<Record<'imageEncoder' | 'textEncoder', Options>>): void {
  for (const tower of ['imageEncoder', 'textEncoder'] as const)
    for (const [name, expected] of Object.entries(clipForm[tower])) {
      const value = towers[tower][name] ?? expected;
      if (value !== expected)
        throw new UserError(
          `${tower}.${name} = ${JSON.stringify(value)}: only CLIP's form can be exported, which has ${JSON.stringify(expected)}`,
        );
    }
}
