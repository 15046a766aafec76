import type { Random } from '@alignclip/core';

/** Initial values of a transformer of width w with L blocks. */
export interface InitialisationScheme {
  readonly qkv: Initialiser;
  readonly attentionOutput: Initialiser;
  readonly mlpInput: Initialiser;
  readonly mlpOutput: Initialiser;
  /** Biases of a layer with this many inputs. */
  bias(inputs: number): Initialiser;
}

export const initialisationSchemes = ['clip', 'pytorch'] as const;
export type InitialisationName = (typeof initialisationSchemes)[number];

/**
 * `clip`: CLIP's text scheme (q/k/v std w^-½, outputs w^-½·(2L)^-½, MLP input (2w)^-½, biases 0), for both towers here.
 * `pytorch`: the framework defaults at which open_clip leaves its unshared vision tower.
 */
export function initialisation(
  name: InitialisationName,
  width: number,
  layers: number,
  mlpWidth: number,
): InitialisationScheme {
  if (name === 'pytorch') return pytorch(width, mlpWidth);
  const output = normal(width ** -0.5 * (2 * layers) ** -0.5);
  return {
    qkv: normal(width ** -0.5),
    attentionOutput: output,
    mlpInput: normal((2 * width) ** -0.5),
    mlpOutput: output,
    bias: () => zeros,
  };
}

function pytorch(width: number, mlpWidth: number): InitialisationScheme {
  return {
    qkv: uniform(Math.sqrt(6 / (width + 3 * width))), // xavier_uniform of the stacked [3w, w]
    attentionOutput: uniform(width ** -0.5),
    mlpInput: uniform(width ** -0.5),
    mlpOutput: uniform(mlpWidth ** -0.5),
    bias: (inputs) => uniform(inputs ** -0.5),
  };
}

/** The values of a new parameter of a shape, in row-major order. */
export type Initialiser = (shape: readonly number[], random: Random) => Float32Array;

const fill =
  (draw: (random: Random) => number): Initialiser =>
  (shape, random) =>
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => draw(random));

export const constant = (value: number): Initialiser => fill(() => value);
export const zeros = constant(0);
export const ones = constant(1);
export const normal = (std: number): Initialiser => fill((random) => std * random.normal());
/** U(-bound, bound) */
export const uniform = (bound: number): Initialiser => fill((random) => bound * (2 * random.uniform() - 1));
