import { existsSync } from 'node:fs';
import { cacheFolder } from '@alignclip/backend';
import {
  contentHash,
  messageOf,
  sha256,
  systemProblem,
  warn,
  type RawImage,
  type ReportProgress,
} from '@alignclip/core';
import { makeFolder, readSafetensors, requireTensor, writeSafetensors } from '@alignclip/formats';
import { catalogue } from './catalogue';
import { type Drawing, drawings, type DrawingName } from './drawings';

/** Decoded images by emoji code. */
export type ImagePack = ReadonlyMap<string, RawImage>;

/** What is called while images are decoded, which takes a few seconds per drawing style. */
export interface PackListeners {
  readonly notify?: (line: string) => void;
  readonly report?: ReportProgress | undefined;
}

/** Raised when the same files give other pixels than before. */
const recipe = 1;

/**
 * The images of a drawing style at an edge of `resolution` pixels: from the cache, or decoded and written there. A corrupt
 * cache file is recognised by its hash and written anew; a cache that can't be written is not an error. Two processes at
 * the same time both get a complete file.
 */
export async function imagePack(
  name: DrawingName,
  resolution: number,
  { notify = warn, report }: PackListeners = {},
): Promise<ImagePack> {
  const drawing = drawings[name];
  const key = contentHash({ sources: drawing.sources, recipe }).slice(0, 12);
  const path = cacheFolder('images', `${name}-${resolution}-${key}.safetensors`);
  const kept = existsSync(path) ? await readPack(path, resolution).catch(messageOf) : undefined;
  if (typeof kept === 'object') return kept;
  if (kept !== undefined) notify(`${kept}; it is made anew`);
  notify(`decoding the ${name} drawings at ${resolution} pixels (once; cached in ${path})`);
  const pack = await decode(drawing, resolution, (done, total) => report?.(`${name} drawings`, done, total));
  await writePack(path, pack, resolution).catch((error: unknown) =>
    notify(`the images could not be cached: ${systemProblem(error) ?? messageOf(error)}`),
  );
  return pack;
}

async function decode(
  drawing: Drawing,
  resolution: number,
  report: (done: number, total: number) => void,
): Promise<ImagePack> {
  const renders = await drawing.open();
  const wanted = catalogue().flatMap(({ code }) => (renders.has(code) ? [{ code, render: renders.get(code)! }] : []));
  const pack = new Map<string, RawImage>();
  for (let start = 0; start < wanted.length; start += 64) {
    const some = await Promise.all(
      wanted.slice(start, start + 64).map(async ({ code, render }) => [code, await render(resolution)] as const),
    );
    for (const [code, image] of some) pack.set(code, image);
    report(pack.size, wanted.length);
  }
  return pack;
}

async function readPack(path: string, resolution: number): Promise<ImagePack> {
  const { metadata, ...file } = await readSafetensors(path);
  const { data } = requireTensor({ metadata, ...file }, 'images');
  const codes = (metadata['codes'] ?? '').split(' ');
  const bytes = resolution * resolution * 3;
  const isWhole = data instanceof Uint8Array && data.length === codes.length * bytes;
  if (!isWhole || metadata['sha256'] !== packHash(codes, data)) throw new Error(`${path} is corrupt`);
  return new Map(
    codes.map((code, i) => [
      code,
      { width: resolution, height: resolution, mode: 'RGB', data: data.subarray(i * bytes, (i + 1) * bytes) },
    ]),
  );
}

async function writePack(path: string, pack: ImagePack, resolution: number): Promise<void> {
  const codes = [...pack.keys()];
  const data = Buffer.concat([...pack.values()].map((image) => image.data));
  makeFolder(cacheFolder('images'));
  await writeSafetensors(
    path,
    new Map([['images', { dtype: 'U8', shape: [codes.length, resolution, resolution, 3], data }]]),
    { codes: codes.join(' '), sha256: packHash(codes, data) },
  );
}

const packHash = (codes: readonly string[], data: Uint8Array): string =>
  sha256(`${sha256(codes.join(' '))} ${sha256(data)}`);
