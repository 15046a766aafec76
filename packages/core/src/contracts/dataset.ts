import type { Json } from '../json';
import type { Random } from '../random';
import { slot } from '../token';

/** A decoded image, rows top to bottom, in the mode of its file; 'P' holds palette indices. */
export interface RawImage {
  readonly width: number;
  readonly height: number;
  readonly mode: 'RGB' | 'RGBA' | 'L' | 'P';
  readonly data: Uint8Array; // [height * width * channels]
  /** RGB triples of a 'P' image. */
  readonly palette?: Uint8Array;
}

/** Bytes per pixel in each mode. */
export const channelsOf: Readonly<Record<RawImage['mode'], number>> = { RGB: 3, RGBA: 4, L: 1, P: 1 };

export interface Example {
  readonly id: string;
  readonly image: RawImage;
  /** At least one; the same at every reading. */
  readonly captions: readonly string[];
  /** Class by name of the class set: its label (`classLabels`), which is its name where no other class has it. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** The classes of a zero-shot task, by number; names may repeat. `{}` in a template stands for the class name. */
export interface ClassSet {
  readonly name: string;
  readonly classes: readonly string[];
  readonly templates: readonly string[];
}

/** A training example, with the numbers that seed its random streams. */
export interface DrawnExample {
  readonly example: Example;
  readonly epoch: number;
  /** Its position in the epoch or the split, unique within one epoch. */
  readonly index: number;
}

/** A shuffled, endless stream of a split that need not fit into memory. */
export interface ExampleStream {
  /** The current position, for a checkpoint: a stream opened here gives what this one gives next. */
  readonly position: Json;
  /**
   * The next `count` examples, decoded; all of one epoch, so an incomplete last batch is dropped.
   * Throws UserError if an epoch has fewer, and if too many examples are corrupt.
   */
  take(count: number): Promise<readonly DrawnExample[]>;
  /** Closes its files; nothing can be taken afterwards. */
  close(): Promise<void>;
}

/** Where a stream begins. */
export interface StreamStart {
  /** The order of an epoch follows from seed and epoch alone. */
  readonly seed: number;
  /** The position of an earlier stream of the same split and seed, as JSON; default: the start of the first epoch. */
  readonly position?: Json;
}

/** Images that need not be decoded again, by what their files hold. */
export interface KnownImages {
  /** What stands in place of the image of a file with this hash; undefined: it is decoded. */
  find(file: string): Promise<RawImage | undefined>;
  /** Called with each image that was decoded. */
  add(file: string, image: RawImage): Promise<void>;
  /** Called after a reading: keeps what was added. */
  save?(): Promise<void>;
}

/** One of several divisions of the same data. */
export interface Fold {
  /** From 0. */
  readonly index: number;
  /** From 3 to 10. */
  readonly of: number;
}

export interface Dataset {
  readonly name: string;
  readonly splits: readonly string[];
  readonly classSets: readonly ClassSet[];
  /**
   * In a fixed order, the same at every reading; a data set of files may ask `known` before it decodes an image. Throws
   * UserError on an unknown split.
   */
  examples(split: string, known?: KnownImages): AsyncIterable<Example>;
  /**
   * A split too large for memory as a shuffled stream: if present, training draws from it and never reads the whole split.
   * Throws UserError on an unknown split and on an invalid position.
   */
  stream?(split: string, start: StreamStart): Promise<ExampleStream>;
  /** The caption that training shows; equal random streams give equal captions. */
  trainingCaption(example: Example, random: Random): string;
  /**
   * Every text that training may show and every class prompt, whole, since tokens depend on what is next to a word;
   * determines the compact vocabulary. Absent if there are too many.
   */
  texts?(): Promise<readonly string[]>;
  /** Every caption that `trainingCaption` can give, so that a teacher embeds each of them once, in advance. */
  trainingCaptions?(): Promise<readonly string[]>;
  /**
   * Whether a caption that several images have is right for each of them in retrieval (the default), or only for the one
   * that it is listed with, because it repeats for want of information.
   */
  readonly duplicates?: 'right' | 'listed' | undefined;
  /**
   * The same data divided anew into train, val and test: fold `index` of `of`, whose test splits have nothing in common.
   * Absent: by image, by whoever asks.
   */
  inFold?(fold: Fold): Dataset;
  /** Changes whenever the data may have changed: versions or hashes of the sources, and the options. */
  fingerprint(): Promise<string>;
}

export const Dataset = slot<Dataset>()('dataset');
