import { nativeJpeg } from '@alignclip/backend';
import type { RawImage } from '@alignclip/core';
import { jpegHead } from './jpeg-head';
import { isShrunk, mostPixels } from './limits';

/**
 * A sound grey or RGB JPEG file, with the bytes that sharp gives in a tenth of its time for small images; undefined
 * where sharp is needed: for everything else, without native TensorFlow, and to shrink. Progressive files are sharp's: of
 * one that misses scans, libjpeg-turbo and sharp's libjpeg smooth the blocks in different ways.
 */
export async function decodeJpeg(bytes: Uint8Array, shorterEdge: number | undefined): Promise<RawImage | undefined> {
  const head = jpegHead(bytes);
  if (!head?.sequential || head.width * head.height > mostPixels || isShrunk(head, shorterEdge)) return undefined;
  const { width, height, components } = head;
  const data = await nativeJpeg(bytes, head);
  return data && { width, height, mode: components === 1 ? 'L' : 'RGB', data };
}
