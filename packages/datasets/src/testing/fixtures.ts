import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inColours } from '../images/colours';
import { sha256, type Example, type RawImage } from '@alignclip/core';

/** A file made by the original tools for such data (tools/reference/make_datasets.py). */
export const fixture = (...names: string[]): string => join(__dirname, '../../fixtures', ...names);

/** What those tools read from the fixtures. */
interface Expected {
  readonly webdataset: readonly { key: string; text: string; captions: string[]; pixels: string }[];
  readonly 'webdataset-classes': readonly { key: string; class: number; pixels: string }[];
  readonly tables: readonly { filepath: string; title: string; split: string }[];
  readonly parquet: readonly { caption: string; pixels: string }[];
  readonly cifar: Readonly<
    Record<'cifar10' | 'cifar100', Record<'train' | 'test', { label: string; pixels: string }[]>>
  >;
  readonly 'image-folder': readonly { path: string; class: string; pixels: string }[];
  readonly coco: readonly { captions: string[]; pixels: string }[];
  readonly images: Readonly<Record<string, { mode: string; size: number[]; pixels: string; stored: string }>>;
  readonly flickr: readonly { image: string; captions: string[] }[];
}

export const expected = JSON.parse(readFileSync(fixture('expected.json'), 'utf8')) as Expected;

/** Image files of every kind (in base64), and what Pillow makes of them (tools/reference/make_images.py). */
export const pillow = JSON.parse(readFileSync(fixture('pillow.json'), 'utf8')) as {
  readonly files: Readonly<Record<string, { file: string; mode: string; size: [number, number]; colours: string }>>;
};

/** The pixels as RGB, or as RGBA where they are. */
export function colours(image: RawImage): Uint8Array {
  const { mode, data } = inColours(image);
  return mode === 'L' ? Uint8Array.from({ length: 3 * data.length }, (_, i) => data[Math.floor(i / 3)]!) : data;
}

/** As `expected` has it of an image without transparency. */
export const pixelsOf = ({ image: { mode, data, palette } }: Example): string => {
  if (mode === 'RGB') return sha256(data);
  if (mode === 'P')
    return sha256(Uint8Array.from([...data].flatMap((index) => [...palette!.subarray(index * 3, index * 3 + 3)])));
  throw new Error(`${mode} images are none of the fixtures`);
};
