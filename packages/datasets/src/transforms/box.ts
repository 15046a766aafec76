/** A rectangle of whole pixels within an image. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Rounds a half to the even neighbour, as Python does. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** The middle square; offsets round half to even, as torchvision's CenterCrop. `size` must not pass either edge. */
export const centralBox = (width: number, height: number, size: number): Box => ({
  left: roundHalfEven((width - size) / 2),
  top: roundHalfEven((height - size) / 2),
  width: size,
  height: size,
});
