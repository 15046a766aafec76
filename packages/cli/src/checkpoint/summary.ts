import { sizeText, UserError } from '@alignclip/core';
import {
  bytesPerElement,
  type CheckpointFile,
  checkValues,
  formByAddress,
  fromStateDict,
  type HubModel,
  isAddressed,
  knownAs,
  type ModelForm,
  parametersOf,
  type StateDict,
} from '@alignclip/formats';

/** The contents of a checkpoint, without its values. */
export interface CheckpointSummary extends Pick<CheckpointFile, 'format' | 'bytes' | 'about' | 'taken'> {
  readonly model?: ModelForm & { readonly knownAs: readonly string[] };
  /** The model of transformers whose names it has. */
  readonly hub?: HubModel | undefined;
  /** Why it can't be imported as a model. */
  readonly problem?: string;
  readonly parameters: number;
  readonly tensors: readonly { name: string; type: string; shape: readonly number[]; bytes: number }[];
}

export function summaryOf({ format, bytes, about, taken, tensors }: CheckpointFile): CheckpointSummary {
  return {
    format,
    bytes,
    about,
    taken,
    ...modelOf(tensors),
    parameters: [...tensors.values()].reduce((sum, { data }) => sum + data.length, 0),
    tensors: [...tensors].map(([name, { dtype, shape, data }]) => ({
      name,
      type: dtype,
      shape,
      bytes: data.length * bytesPerElement[dtype],
    })),
  };
}

function modelOf(tensors: StateDict): Pick<CheckpointSummary, 'model' | 'hub' | 'problem'> {
  try {
    const addressed = isAddressed(tensors.keys());
    const { form, hub } = addressed
      ? { form: formByAddress(parametersOf(tensors)), hub: undefined }
      : fromStateDict(tensors);
    checkValues(addressed ? parametersOf(tensors) : tensors);
    return { model: { ...form, knownAs: knownAs(form) }, hub };
  } catch (error) {
    if (error instanceof UserError) return { problem: error.message };
    throw error;
  }
}

/** The summary for a terminal: the file, its model, one line per tensor. */
export function summaryLines(path: string, summary: CheckpointSummary): string[] {
  const { format, bytes, about, taken, model, hub, problem, tensors } = summary;
  const metadata = Object.entries(about).map(([key, value]) => `${key} = ${value.slice(0, 80)}`);
  const width = Math.max(4, ...tensors.map(({ name }) => name.length));
  return [
    `${path}: ${format}, ${sizeText(bytes)}`,
    ...(metadata.length > 0 ? [`other entries: ${metadata.join(', ')}`] : []),
    ...(taken !== undefined ? [taken] : []),
    ...(hub !== undefined ? [hubLine(hub)] : []),
    ...(model ? modelLines(model) : [`can't be imported: ${problem}`]),
    countLine(tensors.map(({ shape }) => shape.reduce((product, one) => product * one, 1))),
    '',
    ...tensors.map(
      ({ name, type, shape, bytes: size }) =>
        `${name.padEnd(width)}  ${type.padEnd(4)}  ${sizeText(size).padStart(10)}  [${shape.join(', ')}]`,
    ),
  ].map(printable);
}

/** Whose names a checkpoint has. */
export const hubLine = (hub: HubModel): string => `names of Hugging Face's ${hub}`;

/** Escapes control characters: names come from the file. */
const printable = (line: string): string =>
  line.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => JSON.stringify(character).slice(1, -1));

const thousands = (count: number) => count.toLocaleString('en-US');

/** The form of a model in four lines; the first names the known model that it equals. */
export function modelLines(form: ModelForm): string[] {
  const { image, text, kind, embeddingWidth } = form;
  const known = knownAs(form).join(' or ');
  const like = known ? `, same sizes as ${known} of ${kind === 'clip' ? 'open_clip' : 'AlignCLIP'}` : '';
  return [
    `${familyOf(form)}${like}`,
    `image: ${imageLine(image)}`,
    `text: ${text.contextLength} tokens of ${thousands(text.vocabularySize)}, ${blocksLine(text)}${textPooling(text)}`,
    `embeddings: width ${embeddingWidth}`,
  ];
}

/** The family by its architecture: SigLIP pools by attention and reads the last of all tokens, CoCa asks with queries. */
function familyOf({ kind, image, text }: ModelForm): string {
  if (kind === 'sharedclip') return 'SharedCLIP, one transformer for both towers';
  const pooling = image.type === 'vision-transformer' ? image.pooling : undefined;
  if (pooling === 'query') return 'the CLIP part of CoCa, two towers';
  const isSiglip = pooling === 'map' && text.type === 'text-transformer' && !text.causal && text.pooling === 'last';
  return `${isSiglip ? 'SigLIP' : 'CLIP'}, two towers`;
}

const blocksLine = ({ width, layers, mlpWidth }: ModelForm['text']): string =>
  `width ${width}, ${layers} blocks, MLP ${mlpWidth}`;

function imageLine(image: ModelForm['image']): string {
  if (image.type === 'convnext')
    return `${image.imageSize} px, ConvNeXt, ${image.depths.join(' + ')} blocks of ${image.widths.join(', ')} channels`;
  if (image.type === 'modified-resnet')
    return `${image.imageSize} px, ResNet, ${image.layers.join(' + ')} blocks, stem of ${image.width} channels`;
  const { width, layers, mlpWidth, pooling, registers } = image;
  return [
    `${image.imageSize} px in patches of ${image.patchSize}, width ${width}, ${layers} blocks, MLP ${mlpWidth}`,
    ...(registers > 0 ? [`${registers} registers`] : []),
    ...(pooling === 'class-token' ? [] : [poolings[pooling]]),
  ].join(', ');
}

const poolings = {
  mean: 'mean of patches',
  map: 'attention pooling',
  query: 'attention pooling with a query',
} as const;

function textPooling(text: ModelForm['text']): string {
  if (text.type === 'sentence-transformer') return text.family === 'roberta' ? ', a RoBERTa' : ', a BERT';
  const { pooling, causal } = text;
  const read = pooling === 'end' ? '' : `, ${pooling} pooling`;
  return causal ? read : `${read}, not causal`;
}

/** "151,277,313 parameters in 302 tensors", from the size of each. */
export const countLine = (sizes: readonly number[]): string =>
  `${thousands(sizes.reduce((sum, size) => sum + size, 0))} parameters in ${sizes.length} tensors`;
