import type { Tensor1D, Tensor2D } from '@alignclip/core';
import { normal, ones, zeros, type Initialiser } from '../initialisation-scheme';
import { firstPosition, type ModelConfig } from './model-config';
import type { ModelWeights } from './model-weights';

/** Weights of x · kernel + bias: kernel [inputs, outputs], bias [outputs]. */
interface LinearWeights {
  readonly kernel: Tensor2D;
  readonly bias: Tensor1D;
}

/** Scale and shift of a layer normalisation. */
interface NormWeights {
  readonly scale: Tensor1D;
  readonly bias: Tensor1D;
}

/** The weights of a post-norm block. */
export interface BlockWeights {
  readonly qkv: LinearWeights;
  readonly output: LinearWeights;
  readonly attentionNorm: NormWeights;
  readonly expand: LinearWeights;
  readonly contract: LinearWeights;
  readonly norm: NormWeights;
}

/** The weights of BERT or MPNet. */
export interface EncoderWeights {
  readonly words: Tensor2D;
  /** Position embeddings, with BERT's embedding of the first token type added. */
  readonly positions: Tensor2D;
  /** MPNet's bias of attention scores by distance, [buckets, heads]. */
  readonly distances: Tensor2D | undefined;
  readonly norm: NormWeights;
  readonly blocks: readonly BlockWeights[];
}

/** Where a weight comes from: its values in a checkpoint, and its first values without one. */
interface WeightSource {
  readonly pretrained: (file: ModelWeights) => Float32Array;
  readonly initialise: Initialiser;
}

/** Makes the tensor of a weight; `path` is its place in a tower, named as in `Transformer`. */
export type MakeWeight = (path: string, shape: readonly number[], source: WeightSource) => Tensor1D | Tensor2D;

interface TableSizes {
  /** The row of the model's token table for each token id. */
  readonly tokens: ArrayLike<number>;
  /** The longest text in tokens. */
  readonly positions: number;
}

/** Every weight of a model, made in the order from its input to its output. */
export function encoderWeights(make: MakeWeight, config: ModelConfig, sizes: TableSizes): EncoderWeights {
  const { hidden_size: width, num_attention_heads: heads, num_hidden_layers: layers } = config;
  const table = (path: string, rows: number, columns: number, pretrained: WeightSource['pretrained']) =>
    make(path, [rows, columns], { pretrained, initialise: normal(spread) }) as Tensor2D;
  const buckets = config.model_type === 'mpnet' ? config.relative_attention_num_buckets : undefined;
  return {
    words: table('token-embedding', sizes.tokens.length, width, (file) => wordRows(file, config, sizes.tokens)),
    positions: table('positions', sizes.positions, width, (file) => positionRows(file, config, sizes.positions)),
    distances:
      buckets === undefined
        ? undefined
        : table('relative-positions', buckets, heads, (file) => file.values(distanceTable, [buckets, heads])),
    norm: normWeights(make, 'pre-norm', 'embeddings.LayerNorm', width),
    blocks: Array.from({ length: layers }, (_, layer) => blockWeights(make, config, layer)),
  };
}

/** The standard deviation of first values (Devlin et al. 2019). */
const spread = 0.02;
const distanceTable = 'encoder.relative_attention_bias.weight';

const names = {
  bert: {
    qkv: ['attention.self.query', 'attention.self.key', 'attention.self.value'],
    output: 'attention.output.dense',
    norm: 'attention.output.LayerNorm',
  },
  mpnet: {
    qkv: ['attention.attn.q', 'attention.attn.k', 'attention.attn.v'],
    output: 'attention.attn.o',
    norm: 'attention.LayerNorm',
  },
} as const;

function blockWeights(make: MakeWeight, config: ModelConfig, layer: number): BlockWeights {
  const { hidden_size: width, intermediate_size: inner } = config;
  const { qkv, output, norm } = names[config.model_type];
  const at = (part: string) => `encoder.layer.${layer}.${part}`;
  const linear = (path: string, parts: readonly string[], inputs: number, outputs: number): LinearWeights => ({
    kernel: make(`blocks/${layer}/${path}/kernel`, [inputs, parts.length * outputs], {
      pretrained: (file) => file.kernel(parts.map(at), inputs, outputs),
      initialise: normal(spread),
    }) as Tensor2D,
    bias: make(`blocks/${layer}/${path}/bias`, [parts.length * outputs], {
      pretrained: (file) => file.biases(parts.map(at), outputs),
      initialise: zeros,
    }) as Tensor1D,
  });
  return {
    qkv: linear('attention/qkv', qkv, width, width),
    output: linear('attention/output', [output], width, width),
    attentionNorm: normWeights(make, `blocks/${layer}/norm-1`, at(norm), width),
    expand: linear('mlp/input', ['intermediate.dense'], width, inner),
    contract: linear('mlp/output', ['output.dense'], inner, width),
    norm: normWeights(make, `blocks/${layer}/norm-2`, at('output.LayerNorm'), width),
  };
}

const normWeights = (make: MakeWeight, path: string, name: string, width: number): NormWeights => ({
  scale: make(`${path}/scale`, [width], {
    pretrained: (file) => file.values(`${name}.weight`, [width]),
    initialise: ones,
  }) as Tensor1D,
  bias: make(`${path}/bias`, [width], {
    pretrained: (file) => file.values(`${name}.bias`, [width]),
    initialise: zeros,
  }) as Tensor1D,
});

function wordRows(file: ModelWeights, config: ModelConfig, tokens: ArrayLike<number>): Float32Array {
  const width = config.hidden_size;
  const all = file.values('embeddings.word_embeddings.weight', [config.vocab_size, width]);
  const rows = new Float32Array(tokens.length * width);
  for (let id = 0; id < tokens.length; id++)
    rows.set(all.subarray(tokens[id]! * width, (tokens[id]! + 1) * width), id * width);
  return rows;
}

function positionRows(file: ModelWeights, config: ModelConfig, count: number): Float32Array {
  const { hidden_size: width, max_position_embeddings: positions } = config;
  const start = firstPosition(config) * width;
  const all = file.values('embeddings.position_embeddings.weight', [positions, width]);
  const rows = all.slice(start, start + count * width);
  if (config.model_type === 'mpnet') return rows;
  const types = file.values('embeddings.token_type_embeddings.weight', [config.type_vocab_size, width]);
  return rows.map((value, i) => value + types[i % width]!);
}
