import { z } from 'zod';

/** The options that every reader of files shares. */
export const readingOptions = {
  captionChoice: z
    .enum(['random', 'first'])
    .default('random')
    .describe('which of several captions training shows: a random one, or always the first'),
  shorterEdge: z
    .int()
    .min(8)
    .max(4096)
    .optional()
    .describe('larger images are shrunk to this shorter edge in pixels while they are decoded (default: not shrunk)'),
  maxCorruptShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.01)
    .describe(
      'share of corrupt items (or files) above which the run ends; corrupt items are skipped, counted and named',
    ),
  inMemory: z
    .boolean()
    .default(false)
    .describe('decode every training image once and keep all in memory, instead of reading each when it is drawn'),
  lanes: z.int().min(1).max(64).default(4).describe('number of files that a stream reads at the same time'),
  window: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(4096)
    .describe('number of examples that are shuffled together, where a split can only be read in order'),
  windowMegabytes: z
    .int()
    .min(1)
    .max(65_536)
    .default(256)
    .describe('size in MiB at which a window ends early; a stream holds two windows'),
};

export type ReadingOptions = z.output<z.ZodObject<typeof readingOptions>>;
