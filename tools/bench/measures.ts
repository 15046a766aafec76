/**
 * Seconds, CPU time and peak memory of every gap metric with its interval on made pairs with a gap, float32, width 512:
 * node tools/run.cjs tools/bench/measures.ts [pairs] [most pairs that metrics over all pairs use]
 * (default 5000 of 5000; `100000 1000` is the other row)
 */
import { random, type Matrix } from '@alignclip/core';
import { allGapMetrics, gapReport, unitRows } from '@alignclip/metrics';
import { count, runBench } from './step/bench-arguments';

const columns = 512;

/** Rows around one of 50 centres, with an offset of the modality. */
function rowsOf(modality: 'image' | 'text', rows: number): Matrix {
  const draw = random('bench measures', modality);
  const centres = Array.from({ length: 50 }, (_, k) => {
    const own = random('bench centre', k);
    return Float32Array.from({ length: columns }, () => own.normal());
  });
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i += 1) {
    const centre = centres[i % centres.length]!;
    for (let j = 0; j < columns; j += 1) values[i * columns + j] = centre[j]! + 1.5 * draw.normal();
    values[i * columns]! += modality === 'image' ? 8 : -8;
  }
  return unitRows({ rows, columns, values });
}

function main([pairsText = '5000', mostText]: readonly string[]): void {
  const pairs = count('pairs', pairsText, 1_000_000);
  const mostPairwise = count('pairs of metrics over all pairs', mostText ?? String(Math.min(pairs, 5000)), 1_000_000);
  const [image, text] = [rowsOf('image', pairs), rowsOf('text', pairs)];
  const [start, before] = [performance.now(), process.cpuUsage()];
  const { scores, undefinedScores, pairwisePairs } = gapReport(image, text, { metrics: allGapMetrics, mostPairwise });
  const [wall, cpu] = [(performance.now() - start) / 1000, process.cpuUsage(before).user / 1e6];
  console.log(
    `${Object.keys(scores).length} metrics (${Object.keys(undefinedScores).length} undefined) of ${pairs} × ${columns}, ` +
      `those of all pairs on ${pairwisePairs}: ${wall.toFixed(1)} s, ${cpu.toFixed(1)} s of CPU time, ` +
      `peak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`,
  );
}

runBench('bench measures', async () => main(process.argv.slice(2)));
