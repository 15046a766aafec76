import {
  Dataset,
  EvaluationTransform,
  lossDraws,
  type RawImage,
  Schedule,
  sha256,
  type Spec,
  Tokenizer,
} from '@alignclip/core';
import type { Cell, Run } from '@alignclip/experiment';
import { float32Tensor, formatSafetensors, type StoredTensor, writeFileAtomic } from '@alignclip/formats';
import { Parameters } from '@alignclip/nn';
import { type Batch, Model, TrainingObjective } from '@alignclip/training';
import { join } from 'node:path';
import { imagesOf, Palette } from './palette';

/** Batches in one file: 10 to 30 MB. */
const batchesPerFile = 25;

type Tensors = Map<string, StoredTensor>;

/**
 * Writes what `tools/reference/twin.py` trains on: initial weights by address, batches as our towers and losses read them,
 * learning rates, weights of the terms, what is evaluated. Every file's hash stands in `run.json`, which is written last.
 */
export class ExportedRun {
  private readonly sha256: Record<string, string> = {};
  private readonly batches: string[] = [];
  private readonly palette = new Palette();
  private pending: Tensors = new Map();

  constructor(
    private readonly folder: string,
    private readonly run: Run,
    private readonly cell: Cell,
  ) {}

  /** Before the first step. */
  async weights(): Promise<void> {
    const weights: Tensors = new Map();
    for (const [address, value] of (await this.run.get(Parameters)).entries())
      weights.set(address, float32Tensor(value.shape, value.dataSync<'float32'>()));
    await this.write('weights.safetensors', weights);
  }

  async batch(step: number, batch: Batch): Promise<void> {
    const { images, tokens, views, tokenViews, semanticSimilarity: S, keys } = batch;
    const add = (name: string, tensor: StoredTensor) => this.pending.set(`${step}/${name}`, tensor);
    add('images', imagesOf(images, this.palette));
    add('tokens', whole(tokens));
    if (views) add('first view', imagesOf(views[0], this.palette));
    if (tokenViews) add('changed tokens', whole(tokenViews));
    if (S) add('S', float32Tensor(S.shape, S.dataSync<'float32'>()));
    const width = (await this.run.get(Model)).embeddingWidth;
    for (const [name, tensor] of draws(this.cell.config, keys!, width)) add(name, tensor);
    if ((step + 1) % batchesPerFile === 0) await this.flush();
  }

  /** After the last batch; with the splits that are evaluated. */
  async finish(steps: number, splits: readonly string[]): Promise<void> {
    await this.flush();
    if (splits.length > 0) await this.evaluated(splits);
    const objective = await this.run.get(TrainingObjective);
    const schedule = await this.run.get(Schedule);
    const each = Array.from({ length: steps }, (_, step) => step);
    const { config } = this.cell;
    const terms = objective.terms.map(({ symbol, weight, weightAt }, i) => ({
      ...{ symbol, type: config.losses[i]!.type, options: config.losses[i]!.options },
      weights: each.map((step) => weightAt?.(step / steps) ?? weight),
    }));
    const rates = each.map((step) => schedule.learningRate(step, steps));
    const { sha256, batches } = this;
    const needs = [...objective.needs];
    const described = { config, steps, terms, rates, needs, batches, evaluated: splits, sha256 };
    await writeFileAtomic(join(this.folder, 'run.json'), JSON.stringify(described));
  }

  /** Images behind the evaluation transform, and their first captions. */
  private async evaluated(splits: readonly string[]): Promise<void> {
    const [dataset, transform, tokenizer] = [
      await this.run.get(Dataset),
      await this.run.get(EvaluationTransform),
      await this.run.get(Tokenizer),
    ];
    const tensors: Tensors = new Map();
    for (const split of splits) {
      const [images, captions]: [RawImage[], string[]] = [[], []];
      for await (const example of dataset.examples(split)) {
        images.push(example.image);
        captions.push(example.captions[0]!);
      }
      const { size } = transform;
      const values = new Float32Array(images.length * size ** 2 * 3);
      images.forEach((image, i) => transform.apply(image, undefined, values, i * size ** 2 * 3));
      const shape = [images.length, size, size, 3];
      tensors.set(`${split}/images`, this.palette.tensor(values, shape));
      const { ids, rows, columns } = tokenizer.encode(captions);
      tensors.set(`${split}/tokens`, { dtype: 'I32', shape: [rows, columns], data: Int32Array.from(ids) });
    }
    await this.write('evaluated.safetensors', tensors.set('palette', this.palette.stored()));
  }

  private async flush(): Promise<void> {
    if (this.pending.size === 0) return;
    const name = `batches-${this.batches.length}.safetensors`;
    await this.write(name, this.pending.set('palette', this.palette.stored()));
    this.batches.push(name);
    this.pending = new Map();
  }

  private async write(name: string, tensors: Tensors): Promise<void> {
    const bytes = formatSafetensors(tensors);
    this.sha256[name] = sha256(bytes);
    await writeFileAtomic(join(this.folder, name), bytes);
  }
}

const whole = (ids: Batch['tokens']): StoredTensor => ({
  dtype: 'I32',
  shape: ids.shape,
  data: ids.dataSync<'int32'>(),
});

/** The random numbers that terms and head draw for a batch. */
function draws({ losses, embeddingHead }: Cell['config'], keys: Uint32Array, width: number): [string, StoredTensor][] {
  const drawn = lossDraws(keys);
  const rows = (values: Float32Array) => float32Tensor([keys.length / 2, width], values);
  const one = (value: number): StoredTensor => ({ dtype: 'F64', shape: [], data: Float64Array.of(value) });
  const swap = 'embedding-head/swap';
  const ofTerm = ({ type, options }: Spec): [string, StoredTensor][] => {
    const { symbol, beta } = options as { readonly symbol: string; readonly beta: number };
    if (type === 'geodesic-mixup') return [[`draw ${symbol}/across`, one(drawn.beta(`${symbol}/across`, beta))]];
    if (type === 'random-feature-alignment') return [[`rows ${symbol}/z`, rows(drawn.normal(`${symbol}/z`, width))]];
    return [];
  };
  return [
    ...losses.flatMap(ofTerm),
    ...(embeddingHead?.type === 'modality-swap'
      ? ([
          [`draw ${swap}`, one(drawn.beta(swap, 1))],
          [`rows ${swap}`, rows(drawn.uniform(swap, width))],
        ] as [string, StoredTensor][])
      : []),
  ];
}
