import { tf } from '@alignclip/backend';
import { alone, type FrozenRows, type Peers, type Tensor } from '@alignclip/core';
import type { ParameterStore } from '@alignclip/nn';
import type { TowerInputs } from './batches/batch';
import { splitBatch } from './batches/split-batch';
import type { ContrastiveModel } from './contrastive-model';
import { gatheredRows } from './gathered-rows';

/**
 * The model as training started: made before the first step or the checkpoint, from the initial values or from those that
 * `trainer.from` names. It works as in evaluation, on the inputs of a step or on its features of them where they are kept, and is not trained.
 */
export class StartingModel {
  private readonly values: ReadonlyMap<string, Tensor>;

  constructor(
    private readonly model: ContrastiveModel,
    private readonly parameters: ParameterStore,
  ) {
    const copies = [...parameters.entries()].map(([address, value]) => [address, tf.tidy(() => tf.mul(value, 1))]);
    this.values = new Map(copies as [string, Tensor][]);
  }

  /** Its rows of a batch, whose own part is embedded in this number of chunks; the caller disposes them. */
  rows({ images, tokens, starting }: TowerInputs, chunks = 1, peers: Peers = alone): FrozenRows {
    return tf.tidy(() => {
      const current = new Map([...this.parameters.entries()].map(([address, value]) => [address, tf.clone(value)]));
      this.assign(this.values);
      try {
        const parts = splitBatch({ images, tokens, ...starting }, chunks).map((chunk) =>
          tf.tidy(() => this.part(chunk)),
        );
        const joined = (name: keyof (typeof parts)[number]) => tf.concat(parts.map((part) => part[name]));
        const logitScale = tf.mul<FrozenRows['logitScale']>(this.model.logitScale(0), 1);
        const own = {
          ...{ image: joined('image'), text: joined('text') },
          ...{ imageRaw: joined('imageRaw'), textRaw: joined('textRaw') },
        };
        return { ...gatheredRows(peers, own, 'rows of the starting model'), logitScale };
      } finally {
        this.assign(current);
      }
    });
  }

  private part({ images, tokens }: TowerInputs) {
    const { imageEncoder, textEncoder } = this.model;
    const [image, text] = [this.model.bothRows(imageEncoder, images), this.model.bothRows(textEncoder, tokens)];
    return { image: image.rows, imageRaw: image.raw, text: text.rows, textRaw: text.raw };
  }

  private assign(values: ReadonlyMap<string, Tensor>): void {
    for (const [address, value] of values) this.parameters.assign(address, value);
  }
}
