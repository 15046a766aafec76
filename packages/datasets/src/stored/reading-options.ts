import { z } from 'zod';

/** What every reader of files takes, beside its own options. */
export const readingOptions = {
  /** Which of several captions training shows. */
  captionChoice: z.enum(['random', 'first']).default('random'),
  /** Larger images are shrunk while they are read, so that their shorter edge has so many pixels. */
  shorterEdge: z.int().min(8).max(4096).optional(),
  /** Damaged images and rows are skipped, counted and named; more than this share ends the run. */
  maxCorruptShare: z.number().min(0).max(1).default(0.01),
  /** Training decodes every image once and holds them all; else each is read again when it is drawn. */
  inMemory: z.boolean().default(false),
  /** Files that a stream reads at once. */
  lanes: z.int().min(1).max(64).default(4),
  /** Examples that a stream shuffles among each other, where it can't shuffle the whole split. */
  window: z.int().min(1).max(1_000_000).default(4096),
  /** A window ends earlier once it holds so many megabytes; a stream holds two windows. */
  windowMegabytes: z.int().min(1).max(65_536).default(256),
};

export type ReadingOptions = z.output<z.ZodObject<typeof readingOptions>>;
