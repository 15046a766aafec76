/** Beyond it a small file could claim any amount of memory. */
export const mostPixels = 100_000_000;
