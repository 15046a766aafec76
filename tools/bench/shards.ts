import { webdataset, storedItems, tarContent, type TarFile } from '@alignclip/datasets';
import { type Dataset, UserError } from '@alignclip/core';
import { writeFileAtomic } from '@alignclip/formats';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { count, runBench } from './step/bench-arguments';

/**
 * Streams generated shards once, and says how fast and at what peak memory.
 * node tools/run.cjs tools/bench/shards.ts [gigabytes] [shards] [folder]
 */
async function main([gigabytes = '1', shards = '20', parent = tmpdir()]: readonly string[]): Promise<void> {
  const shardCount = count('shards', shards);
  if (!(Number(gigabytes) > 0 && Number(gigabytes) <= 1000))
    throw new UserError(`gigabytes = "${gigabytes}": a number above 0, up to 1000`);
  const folder = mkdtempSync(join(parent, 'alignclip-shards-'));
  try {
    const files = await generate(folder, shardCount, (Number(gigabytes) * 1e9) / shardCount);
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    console.log(`${files.length} shards, ${(bytes / 1e9).toFixed(2)} GB; memory ${megabytes()} MB before reading`);
    const dataset = await webdataset.make({ files });
    await timed('read, not decoded', bytes, () => readStored(dataset));
    await timed('shuffled stream, decoded', bytes, () => readStream(dataset));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Noise hardly shrinks: JPEG files of 100 to 200 kB, like photographs of half a megapixel. */
async function generate(folder: string, count: number, bytes: number): Promise<string[]> {
  const images = await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      sharp({
        create: {
          width: 512,
          height: 384,
          channels: 3,
          background: '#888',
          noise: { type: 'gaussian', mean: 128, sigma: 10 + i },
        },
      })
        .jpeg({ quality: 85 })
        .toBuffer(),
    ),
  );
  const files = Array.from({ length: count }, (_, shard) =>
    join(folder, `shard-${String(shard).padStart(4, '0')}.tar`),
  );
  for (const file of files) await writeFileAtomic(file, tarContent(samples(images, bytes)));
  return files;
}

function* samples(images: readonly Buffer[], bytes: number): Generator<TarFile> {
  for (let i = 0, written = 0; written < bytes; i += 1) {
    const key = String(i).padStart(6, '0');
    const data = images[i % images.length]!;
    yield { name: `${key}.jpg`, data };
    yield { name: `${key}.txt`, data: Buffer.from(`generated noise number ${i}`) };
    written += data.length;
  }
}

async function readStored(dataset: Dataset): Promise<number> {
  let count = 0;
  for await (const item of storedItems(dataset, 'train')) count += Number('id' in item);
  return count;
}

/** One epoch in batches, to its last whole one. */
async function readStream(dataset: Dataset): Promise<number> {
  const stream = await dataset.stream!('train', { seed: 1 });
  let count = 0;
  for (let told = 0; ;) {
    const batch = await stream.take(128);
    if (batch[0]!.epoch > 0) break;
    count += batch.length;
    if (count - told >= 10_000) console.log(`  ${(told = count)} images, memory ${megabytes()} MB`);
  }
  await stream.close();
  return count;
}

async function timed(what: string, bytes: number, read: () => Promise<number>): Promise<void> {
  const start = performance.now();
  const count = await read();
  const seconds = (performance.now() - start) / 1000;
  const rate = `${(bytes / 1e6 / seconds).toFixed(0)} MB/s, ${(count / seconds).toFixed(0)} images/s`;
  console.log(`${what}: ${count} images in ${seconds.toFixed(1)} s, ${rate}; peak memory ${peak()} MB`);
}

const megabytes = (): string => (process.memoryUsage().rss / 1e6).toFixed(0);
const peak = (): string => (process.resourceUsage().maxRSS / 1e3).toFixed(0);

runBench('bench shards', () => main(process.argv.slice(2)));
