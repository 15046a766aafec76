/** What the weights of a model can't tell; names say of which tower. */
export interface Told {
  readonly imageHeads?: number | undefined;
  readonly textHeads?: number | undefined;
  /** Of both towers' MLPs, of the image tower's alone where `textActivation` is given. */
  readonly activation?: Activation | undefined;
  readonly textActivation?: Activation | undefined;
  /** ε of the image tower's LayerNorms. */
  readonly imageEpsilon?: number | undefined;
  readonly textEpsilon?: number | undefined;
  /** Which tokens of a tower with a class token are pooled. */
  readonly imagePooling?: 'class-token' | 'mean' | undefined;
  readonly textPooling?: 'end' | 'last' | 'mean' | undefined;
  readonly causal?: boolean | undefined;
  /** What the class token of a text tower sees. */
  readonly classMask?: 'text' | 'legacy' | undefined;
  /** Whose places and padding a BERT as text tower has. */
  readonly textFamily?: 'bert' | 'roberta' | undefined;
  /** Heads of the pooling with a query. */
  readonly poolingHeads?: number | undefined;
  /** Edge of the input of a ConvNet. */
  readonly imageSize?: number | undefined;
  /** The normalisation of pixels: CLIP's, or mean and deviation .5. */
  readonly pixels?: 'clip' | 'half' | undefined;
}

export type Activation = 'gelu' | 'quick-gelu' | 'gelu-tanh';
