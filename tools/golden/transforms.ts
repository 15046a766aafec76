import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256, type RawImage } from '@alignclip/core';
import {
  centralBox,
  croppedTransform,
  decodeImage,
  evaluationSize,
  evaluationTransform,
  resize,
  type Normalisation,
} from '@alignclip/datasets';
import { readSafetensors, requireTensor, type SafetensorsFile } from '@alignclip/formats';
import { z } from 'zod';
import { readManifest } from './compare';
import type { GoldenReport } from './report';

const triple = z.tuple([z.number(), z.number(), z.number()]);
const place = z.object({ resized_w: z.int(), resized_h: z.int(), left: z.int(), top: z.int() });
const entrySchema = z.object({
  file: z.string().regex(/^[\w-]+(\/[\w.-]+)*$/),
  mode: z.string(),
  width: z.int(),
  height: z.int(),
  eval: z.record(z.string(), place),
  png_sha256: z.string(),
});
const schema = z.object({
  mean: triple,
  std: triple,
  images: z.record(z.string(), entrySchema),
  tensors: z.record(z.string(), z.unknown()),
});

type Entry = z.infer<typeof entrySchema>;

const file = 'transforms.safetensors';

/** Every tensor of the file against the real transforms; nothing less than equal numbers will do. */
export async function checkTransforms(folder: string): Promise<GoldenReport> {
  const { mean, std, images } = schema.parse((await readManifest(folder)).files[file]);
  const check = new TransformCheck(await readSafetensors(join(folder, file)), { mean, std });
  for (const [name, entry] of Object.entries(images)) {
    const bytes = await readFile(join(folder, entry.file));
    if (sha256(bytes) !== entry.png_sha256)
      check.failures.push(`${name}: ${entry.file} is not the file that the manifest names`);
    else check.image(name, entry, await decodeImage(bytes));
  }
  return check.report();
}

class TransformCheck {
  readonly failures: string[] = [];
  private readonly seen = new Set<string>();
  private worst = 0;

  constructor(
    private readonly golden: SafetensorsFile,
    private readonly normalisation: Normalisation,
  ) {}

  image(name: string, entry: Entry, image: RawImage): void {
    if (
      image.mode !== (entry.mode === 'LA' ? 'RGBA' : entry.mode) ||
      image.width !== entry.width ||
      image.height !== entry.height
    ) {
      this.failures.push(`${name}: decoded as ${image.mode} ${image.width} × ${image.height}`);
      return;
    }
    const stored = entry.mode === 'LA' ? image.data.filter((_, i) => i % 4 === 0 || i % 4 === 3) : image.data;
    this.compare(`${name}/decoded`, stored);
    if (image.palette !== undefined) this.compare(`${name}/palette`, image.palette);
    for (const [size, expected] of Object.entries(entry.eval)) this.evaluation(name, image, Number(size), expected);
    for (const tensor of this.golden.tensors.keys()) {
      if (tensor.startsWith(`${name}/crop`) && !tensor.endsWith('_box')) this.crop(tensor, image);
    }
  }

  report(): GoldenReport {
    for (const name of this.golden.tensors.keys()) if (!this.seen.has(name)) this.failures.push(`${name}: not checked`);
    return { file, checks: this.seen.size, failures: this.failures, worst: this.worst };
  }

  private evaluation(name: string, image: RawImage, size: number, expected: z.infer<typeof place>): void {
    const { width, height } = evaluationSize(image, size);
    const { left, top } = centralBox(width, height, size);
    const got = { resized_w: width, resized_h: height, left, top };
    for (const [key, want] of Object.entries(expected)) {
      const value = got[key as keyof typeof got];
      if (value !== want) this.failures.push(`${name}/eval${size}: ${key} ${value}, not ${want}`);
    }
    const values = new Float32Array(size * size * 3);
    evaluationTransform(size, this.normalisation).apply(image, undefined, values, 0);
    this.compareIfThere(`${name}/eval${size}`, channelsFirst(values));
    const central = resize(resize(image, width, height), size, size, { left, top, width: size, height: size });
    this.compareIfThere(`${name}/eval${size}_u8`, channelsFirst(colours(central)));
  }

  private crop(tensor: string, image: RawImage): void {
    const [top, left, height, width] = Array.from(requireTensor(this.golden, `${tensor}_box`).data, Number) as [
      number,
      number,
      number,
      number,
    ];
    this.seen.add(`${tensor}_box`);
    const size = requireTensor(this.golden, tensor).shape[1]!;
    const values = new Float32Array(size * size * 3);
    croppedTransform(size, () => ({ left, top, width, height }), this.normalisation).apply(image, undefined, values, 0);
    this.compare(tensor, channelsFirst(values));
  }

  private compareIfThere(name: string, got: ArrayLike<number>): void {
    if (this.golden.tensors.has(name)) this.compare(name, got);
  }

  private compare(name: string, got: ArrayLike<number>): void {
    this.seen.add(name);
    const want = requireTensor(this.golden, name).data;
    if (want.length !== got.length) {
      this.failures.push(`${name}: ${got.length} numbers, not ${want.length}`);
      return;
    }
    let worst = 0;
    for (let i = 0; i < got.length; i += 1) worst = Math.max(worst, Math.abs(got[i]! - Number(want[i])));
    this.worst = Math.max(this.worst, worst);
    if (!(worst === 0)) this.failures.push(`${name}: differs by up to ${worst}`);
  }
}

/** [h, w, 3] to [3, h, w]. */
function channelsFirst<T extends Float32Array | Uint8Array>(values: T): T {
  const plane = values.length / 3;
  return values.map((_, i) => values[(i % plane) * 3 + Math.floor(i / plane)]!) as T;
}

/** RGB bytes of an image in any mode. */
function colours({ mode, data, palette }: RawImage): Uint8Array {
  const channels = mode === 'RGBA' ? 4 : mode === 'RGB' ? 3 : 1;
  return Uint8Array.from({ length: (data.length / channels) * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    if (palette !== undefined) return palette[data[pixel]! * 3 + (i % 3)] ?? 0;
    return data[pixel * channels + (channels === 1 ? 0 : i % 3)]!;
  });
}
