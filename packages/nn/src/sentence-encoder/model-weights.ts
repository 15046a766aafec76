import { UserError } from '@alignclip/core';
import { readSafetensors, requireTensor, toFloat32, type SafetensorsFile } from '@alignclip/formats';

/** The numbers of a checkpoint in the layout of this project's layers. */
export class ModelWeights {
  private constructor(
    private readonly file: SafetensorsFile,
    private readonly prefix: string,
  ) {}

  /** Names may have the prefix of a larger model, `bert.` or `mpnet.`. */
  static async read(path: string): Promise<ModelWeights> {
    const file = await readSafetensors(path);
    const suffix = 'embeddings.word_embeddings.weight';
    const name = [...file.tensors.keys()].find((candidate) => candidate.endsWith(suffix)) ?? suffix;
    return new ModelWeights(file, name.slice(0, -suffix.length));
  }

  /** As stored. Throws UserError where the tensor is missing or has another shape. */
  values(name: string, shape: readonly number[]): Float32Array {
    const tensor = requireTensor(this.file, this.prefix + name);
    if (tensor.shape.join() !== shape.join()) {
      throw new UserError(`tensor "${this.prefix}${name}" is [${tensor.shape.join(', ')}], not [${shape.join(', ')}]`);
    }
    return toFloat32(tensor);
  }

  /** Kernel [inputs, names · outputs] of layers of one input side by side; PyTorch stores each as [outputs, inputs]. */
  kernel(names: readonly string[], inputs: number, outputs: number): Float32Array {
    const columns = names.length * outputs;
    const kernel = new Float32Array(inputs * columns);
    names.forEach((name, part) => {
      const stored = this.values(`${name}.weight`, [outputs, inputs]);
      for (let input = 0; input < inputs; input++) {
        const start = input * columns + part * outputs;
        for (let output = 0; output < outputs; output++) kernel[start + output] = stored[output * inputs + input]!;
      }
    });
    return kernel;
  }

  /** Biases of such layers, [names · outputs]. */
  biases(names: readonly string[], outputs: number): Float32Array {
    const biases = new Float32Array(names.length * outputs);
    names.forEach((name, part) => biases.set(this.values(`${name}.bias`, [outputs]), part * outputs));
    return biases;
  }
}
