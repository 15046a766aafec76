/**
 * Time and peak memory of retrieval among 5,000 images and 25,000 captions, width 512, on generated unit rows:
 * node tools/run.cjs tools/bench/retrieval-memory.ts
 */
import { type Matrix, random } from '@alignclip/core';
import { relevanceOf, retrievalRanks, recallAt, unitRows } from '@alignclip/metrics';

const [images, perImage, columns] = [5000, 5, 512];

function rowsOf(rows: number, name: string): Matrix {
  const stream = random('retrieval-memory', name);
  return unitRows({
    rows,
    columns,
    values: Float32Array.from({ length: rows * columns }, () => stream.uniform() - 0.5),
  });
}

const [image, text] = [rowsOf(images, 'image'), rowsOf(images * perImage, 'text')];
const imageOfText = Int32Array.from({ length: text.rows }, (_, t) => Math.floor(t / perImage));
const start = performance.now();
const ranks = retrievalRanks(image, text, relevanceOf(imageOfText, images));
const seconds = (performance.now() - start) / 1000;
const peak = process.resourceUsage().maxRSS / 1024;
console.log(`${images} × ${text.rows}, width ${columns}: ${seconds.toFixed(0)} s, peak ${peak.toFixed(0)} MiB`);
console.log(
  `R@10 image to text ${recallAt(ranks.last.imageToText, 10).toFixed(4)} (chance ${(50 / text.rows).toFixed(4)})`,
);
