import { UserError } from '@alignclip/core';
import {
  addressedSize,
  bytesPerElement,
  type CheckpointFile,
  fromOpenClip,
  isAddressed,
  knownAs,
  type ModelSize,
  parametersOf,
  type StateDict,
} from '@alignclip/formats';

/** What a checkpoint holds, without its numbers. */
export interface CheckpointSummary extends Pick<CheckpointFile, 'format' | 'bytes' | 'about'> {
  readonly model?: ModelSize & { readonly knownAs: readonly string[] };
  /** Why it is no model that can be imported. */
  readonly problem?: string;
  readonly parameters: number;
  readonly tensors: readonly { name: string; type: string; shape: readonly number[]; bytes: number }[];
}

export function summaryOf({ format, bytes, about, tensors }: CheckpointFile): CheckpointSummary {
  return {
    format,
    bytes,
    about,
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

function modelOf(tensors: StateDict): Pick<CheckpointSummary, 'model' | 'problem'> {
  try {
    const addressed = isAddressed(tensors.keys());
    const size = addressed ? addressedSize(parametersOf(tensors)) : fromOpenClip(tensors).size;
    return { model: { ...size, knownAs: knownAs(size) } };
  } catch (error) {
    if (error instanceof UserError) return { problem: error.message };
    throw error;
  }
}

/** The summary for a terminal: the file, its model, a line a tensor. */
export function summaryLines(path: string, summary: CheckpointSummary): string[] {
  const { format, bytes, about, model, problem, tensors } = summary;
  const beside = Object.entries(about).map(([key, value]) => `${key} = ${value.slice(0, 80)}`);
  const width = Math.max(4, ...tensors.map(({ name }) => name.length));
  return [
    `${path}: ${format}, ${megabytes(bytes)}`,
    ...(beside.length > 0 ? [`beside the weights: ${beside.join(', ')}`] : []),
    ...(model ? modelLines(model) : [`can't be imported: ${problem}`]),
    countLine(tensors.map(({ shape }) => shape.reduce((product, one) => product * one, 1))),
    '',
    ...tensors.map(
      ({ name, type, shape, bytes: size }) =>
        `${name.padEnd(width)}  ${type.padEnd(4)}  ${megabytes(size).padStart(10)}  [${shape.join(', ')}]`,
    ),
  ].map(printable);
}

/** Names come from outside: no control character reaches the terminal. */
const printable = (line: string): string =>
  line.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => JSON.stringify(character).slice(1, -1));

const thousands = (count: number) => count.toLocaleString('en-US');

/** "604.9 MB" */
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e6 ? 3 : 1)} MB`;

/** A model's sizes, in four lines; which known one it is comes first. */
export function modelLines(size: ModelSize): string[] {
  const { image, text, kind, embeddingWidth } = size;
  const known = knownAs(size).join(' or ');
  const family = kind === 'clip' ? 'CLIP, two towers' : 'SharedCLIP, one transformer for both towers';
  const like = known ? `, as ${known} of ${kind === 'clip' ? 'open_clip' : 'AlignCLIP'}` : '';
  const tower = ({ width, layers, mlpWidth }: ModelSize['image' | 'text']) =>
    `width ${width}, ${layers} blocks, MLP ${mlpWidth}`;
  return [
    `${family}${like}`,
    `image: ${image.imageSize} px in patches of ${image.patchSize}, ${tower(image)}`,
    `text: ${text.contextLength} tokens of ${thousands(text.vocabularySize)}, ${tower(text)}`,
    `embeddings: ${embeddingWidth} wide`,
  ];
}

/** "151,277,313 parameters in 302 tensors", from the size of each. */
export const countLine = (sizes: readonly number[]): string =>
  `${thousands(sizes.reduce((sum, size) => sum + size, 0))} parameters in ${sizes.length} tensors`;
