import type { Modality } from '../modality';
import type { Matrix } from '../tensors';
import { slot } from '../token';

/** What a probe gets: the model on one fixed batch, at one step of its training. */
export interface ProbeView {
  /** Finished steps; 0 before the first. */
  readonly step: number;
  /** Unit rows, [N, d]; row i of both is a pair. */
  readonly image: Matrix;
  readonly text: Matrix;
  /** 1/τ */
  readonly logitScale: number;
  /** Unweighted terms by symbol, and the weighted sum `L`, on this batch. */
  readonly losses: Readonly<Record<string, number>>;
  /** dL/dθ by address, each through one tower only; a shared parameter is in both. */
  readonly gradients: Readonly<Record<Modality, ReadonlyMap<string, Float32Array>>>;
}

/** Observes a model during training without changing it. */
export interface TrainingProbe {
  /** The folder of its curves in the record: `<name>/step` and `<name>/<key>`. */
  readonly name: string;
  /** Steps between two observations; it also observes before the first step and after the last. */
  readonly every: number;
  /** The fixed batch: at most `size` examples of a split, the same in every run, with first captions. */
  readonly batch: { readonly split: string; readonly size: number };
  /** Values by key. A key that is missing or not finite at one observation has no curve. */
  observe(view: ProbeView): Readonly<Record<string, number>>;
}

export const TrainingProbe = slot<TrainingProbe>()('probes', { many: true });
