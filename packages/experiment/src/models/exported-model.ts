import { EmbeddingHead, type Json, Tokenizer, UserError } from '@alignclip/core';
import { type CompactTokenizer, headsOf, isCompact } from '@alignclip/encoders';
import { float32Tensor, type StoredTensor } from '@alignclip/formats';
import { Parameters } from '@alignclip/nn';
import type { Run } from '../compose/compose';
import type { OpenedModel } from './open-run';
import type { RunConfig } from '../define/run-config';
import type { HyperParameters } from './model-config';

export type Weights = Map<string, StoredTensor>;

/** A run's model for other programs: towers and logit scale, with a token table for all of CLIP's vocabulary. */
export interface ExportedModel {
  readonly parameters: Weights;
  /** What the weights don't tell; undefined if a tower is none that open_clip's files hold. */
  readonly hyperParameters: HyperParameters | undefined;
}

const tables = 'text/token-embedding';
const scale = 'logit-scale';

/** A copy of every parameter, by address. */
export const storedWeights = async (run: Run): Promise<Weights> =>
  new Map(
    [...(await run.get(Parameters)).entries()].map(([address, variable]) => [
      address,
      float32Tensor(variable.shape, Float32Array.from(variable.dataSync() as Float32Array)),
    ]),
  );

/**
 * Copies the weights, or takes others, such as those with maps folded in. Throws UserError where an option of a tower has no place in such a file. A compact vocabulary is expanded to
 * CLIP's; texts keep their embeddings.
 */
export async function exportedModel(
  { run, config, model }: Pick<OpenedModel, 'run' | 'config' | 'model'>,
  weights?: Weights,
): Promise<ExportedModel> {
  if (config.head !== undefined)
    throw new UserError(
      `head "${config.head.type}": open_clip's files have no place for it; its weights are in the run's checkpoint`,
    );
  if (config.embeddingHead !== undefined && (await run.get(EmbeddingHead)).embed !== undefined)
    throw new UserError(
      `embeddingHead "${config.embeddingHead.type}": open_clip's files have no place for it; its weights are in the run's checkpoint`,
    );
  const parameters = new Map(weights ?? (await storedWeights(run)));
  if (!parameters.has(scale)) parameters.set(scale, float32Tensor([], Float32Array.of(Math.log(model.logitScale))));
  const tokenizer = await run.get(Tokenizer);
  const table = parameters.get(tables);
  const hyperParameters = toldBy(config);
  if (table !== undefined && isCompact(tokenizer))
    parameters.set(tables, spread(table, idsOfClip(tokenizer, hyperParameters?.classMask === 'legacy')));
  return { parameters, hyperParameters };
}

/** The row of each of CLIP's ids. Id 0 is a sign and padding at once, which the published CoCa reads. */
function idsOfClip({ idOfClipId }: CompactTokenizer, readsPadding: boolean): Int32Array {
  if (!readsPadding) return idOfClipId;
  const shared = idOfClipId.reduce((count, id) => count + (id === idOfClipId[0] ? 1 : 0), 0);
  if (shared === 1)
    throw new UserError(
      'textEncoder.classMask = "legacy": open_clip pads texts with id 0, which is a "!" in the texts of this run; train with bpeTokenizer({ vocabulary: \'full\' })',
    );
  return Int32Array.from(idOfClipId, (id, i) => (i === 0 ? 0 : id));
}

/** A table with a copy of row `rows[i]` at i. */
function spread({ shape, data }: StoredTensor, rows: Int32Array): StoredTensor {
  const width = shape[1]!;
  const values = new Float32Array(rows.length * width);
  rows.forEach((row, i) => values.set((data as Float32Array).subarray(row * width, (row + 1) * width), i * width));
  return float32Tensor([rows.length, width], values);
}

/** What the weights don't tell, as the options of the towers say it; undefined where one is no tower of these. */
function toldBy({ imageEncoder, textEncoder }: RunConfig): HyperParameters | undefined {
  const [image, text] = [imageEncoder.options, textEncoder.options];
  const isBert = textEncoder.type === 'sentence-transformer';
  if (!imageTypes.has(imageEncoder.type) || !(isBert || textEncoder.type === 'text-transformer')) return undefined;
  if (image['positions'] === 'sincos')
    throw new UserError('imageEncoder.positions = "sincos": only learned positions can be exported');
  const [own, others] = [image['activation'] ?? text['activation'] ?? 'gelu', text['activation']] as Activations;
  return {
    imageHeads: imageHeads(imageEncoder.type, image),
    textHeads: isBert ? Number(text['heads']) : headsOf(text as { width: number; heads?: number }),
    activation: own,
    ...(!isBert && others !== own && { textActivation: others }),
    ...imageTold(imageEncoder.type, image),
    ...(isBert ? bertTold(text) : textTold(text)),
  };
}

const imageTypes: ReadonlySet<string> = new Set(['vision-transformer', 'convnext', 'modified-resnet']);
type Activations = [HyperParameters['activation'], HyperParameters['activation']];
type Options = Readonly<Record<string, Json>>;

function imageHeads(type: string, options: Options): number {
  if (type === 'convnext') return 1;
  if (type === 'vision-transformer') return headsOf(options as { width: number; heads?: number });
  const width = Number(options['width']) * 2 ** ((options['layers'] as number[]).length + 1);
  return (options['heads'] as number | undefined) ?? Math.max(1, Math.floor(width / 64));
}

const pooledBy = ({ pooling, poolingHeads = 8 }: Options) =>
  pooling === 'query' ? { poolingHeads: poolingHeads as number } : {};

/** Empty for CLIP's own tower. */
function imageTold(type: string, options: Options): Partial<HyperParameters> {
  const { pooling, classToken = pooling === 'class-token', normEpsilon = 1e-5 } = options;
  if (type === 'modified-resnet') return {};
  const imageEpsilon = normEpsilon as number;
  if (type === 'convnext') return { imageEpsilon, imageSize: options['imageSize'] as number };
  return {
    ...((imageEpsilon !== 1e-5 || pooling === 'map' || classToken !== true) && { imageEpsilon }),
    ...(pooling === 'mean' && classToken === true && { imagePooling: pooling }),
    ...pooledBy(options),
    ...(options['pixels'] === 'half' ? { pixels: 'half' as const } : pooling === 'map' && { pixels: 'clip' as const }),
  };
}

/** Throws UserError where the ids are those of no model of open_clip. */
function bertTold({ padding, heads, normEpsilon = 1e-12 }: Options): Partial<HyperParameters> {
  if ((padding === 0 || padding === 1) && heads !== undefined)
    return { textFamily: padding === 1 ? 'roberta' : 'bert', textEpsilon: normEpsilon as number };
  throw new UserError(
    `textEncoder "sentence-transformer" with padding = ${JSON.stringify(padding)} and heads = ${JSON.stringify(heads)}: open_clip's files hold towers with padding 1 (RoBERTa) or 0 (BERT) and the heads given`,
  );
}

const maskedBy = ({ classMask = 'text' }: Options) => ({ classMask: classMask as 'text' | 'legacy' });

/** Empty for CLIP's own tower. */
function textTold(options: Options): Partial<HyperParameters> {
  const { pooling = 'end', causal = true, projectionBias = false, normEpsilon = 1e-5 } = options;
  const isClip = pooling === 'end' && causal === true && projectionBias === false && normEpsilon === 1e-5;
  if (isClip) return {};
  const isFixed = pooling === 'map' || pooling === 'class-token';
  return {
    ...(pooling === 'class-token' && maskedBy(options)),
    ...(!isFixed && { textPooling: pooling as HyperParameters['textPooling'] }),
    causal: causal as boolean,
    textEpsilon: normEpsilon as number,
    textActivation: options['activation'] as HyperParameters['textActivation'],
  };
}
