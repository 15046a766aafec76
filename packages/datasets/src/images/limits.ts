/** Beyond it a small file could claim any amount of memory. */
export const mostPixels = 100_000_000;

/** Whether an image is shrunk, so that its shorter edge has so many pixels. */
export const isShrunk = (
  { width, height }: { readonly width: number; readonly height: number },
  shorterEdge: number | undefined,
): shorterEdge is number => shorterEdge !== undefined && Math.min(width, height) > shorterEdge;
