import { layerNorm, tf } from '@alignclip/backend';
import { UserError, type Tensor1D, type Tensor2D } from '@alignclip/core';
import { readSafetensors, requireTensor, toFloat32, type SafetensorsFile } from '@alignclip/formats';

/** Weights of x · kernel + bias: kernel [inputs, outputs], bias [outputs]. */
export interface Linear {
  readonly kernel: Tensor2D;
  readonly bias: Tensor1D;
}

/** Weights of a checkpoint as layers; they stay on the backend until `dispose`. */
export class ModelWeights {
  private readonly kept: (Tensor1D | Tensor2D)[] = [];

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

  /** [rows, columns] as stored. */
  table(name: string, rows: number, columns: number): Tensor2D {
    return this.keep(tf.tensor2d(this.values(name, [rows, columns]), [rows, columns]));
  }

  /** Of x · Wᵀ + b, for layers of one input side by side; PyTorch stores W as [outputs, inputs]. */
  linearOf(names: readonly string[], inputs: number, outputs: number): Linear {
    const stored = names.map((name) => this.values(`${name}.weight`, [outputs, inputs]));
    const shape: [number, number] = [names.length * outputs, inputs];
    const biases = names.map((name) => this.values(`${name}.bias`, [outputs]));
    const kernel = tf.tidy(() => tf.transpose(tf.tensor2d(joined(stored), shape)));
    return { kernel: this.keep(kernel), bias: this.keep(tf.tensor1d(joined(biases))) };
  }

  layerNorm(name: string, width: number, epsilon: number): (x: Tensor2D) => Tensor2D {
    const scale = this.vector(`${name}.weight`, width);
    const bias = this.vector(`${name}.bias`, width);
    return (x) => layerNorm(x, scale, bias, epsilon);
  }

  dispose(): void {
    tf.dispose(this.kept.splice(0));
  }

  private vector(name: string, length: number): Tensor1D {
    return this.keep(tf.tensor1d(this.values(name, [length])));
  }

  private values(name: string, shape: readonly number[]): Float32Array {
    const tensor = requireTensor(this.file, this.prefix + name);
    if (tensor.shape.join() !== shape.join()) {
      throw new UserError(`tensor "${this.prefix}${name}" is [${tensor.shape.join(', ')}], not [${shape.join(', ')}]`);
    }
    return toFloat32(tensor);
  }

  private keep<T extends Tensor1D | Tensor2D>(tensor: T): T {
    this.kept.push(tensor);
    return tf.keep(tensor);
  }
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((start, part) => (all.set(part, start), start + part.length), 0);
  return all;
}
