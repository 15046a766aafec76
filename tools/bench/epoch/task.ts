import type { ModelTask } from '../step/task';

/** What both sides are told. */
export interface EpochTask extends ModelTask {
  readonly threads: number;
  /** The other side: training images as raw RGB, `resolution` × `resolution` each, and one caption an image. */
  readonly images: string;
  readonly captions: readonly string[];
  readonly resolution: number;
  /** The other side: for each id of CLIP's vocabulary the one here. */
  readonly ids: readonly number[];
  /** The other side: folder of the sentence encoder. */
  readonly encoder: string;
  /** The other side: processes that read images. */
  readonly workers: number;
}
