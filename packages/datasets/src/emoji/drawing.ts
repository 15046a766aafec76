import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RawImage } from '@alignclip/core';
import { z } from 'zod';

/** One artist's images of the emoji, as an npm package brings them. */
export interface Drawing {
  /** `name@version` of what the images and their decoding depend on. */
  readonly sources: readonly string[];
  /** Opens the package: a function from emoji code to how its image is made, for each emoji that it has. */
  open(): Promise<ReadonlyMap<string, Render>>;
}

/** Makes the square RGB image on white at that edge in pixels. */
export type Render = (resolution: number) => Promise<RawImage>;

export const packageFolder = (name: string): string => dirname(require.resolve(`${name}/package.json`));

/** `name@version` of an installed package. */
export function packageVersion(name: string): string {
  const manifest: unknown = JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8'));
  return `${name}@${z.object({ version: z.string() }).parse(manifest).version}`;
}
