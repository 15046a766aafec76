/** Seconds of the sphere projection at 2,000 points: node tools/run.cjs tools/bench/sphere-projection.ts */
import { random } from '@alignclip/core';
import { sphereProjection } from '@alignclip/metrics';

const [rows, columns] = [Number(process.argv[2] ?? 2000), 64];
const stream = random('sphere-bench');
const values = Float32Array.from({ length: rows * columns }, () => stream.normal());
const start = performance.now();
sphereProjection({ rows, columns, values });
const { user } = process.cpuUsage();
console.log(
  `${rows} points: ${((performance.now() - start) / 1000).toFixed(1)} s, ${(user / 1e6).toFixed(1)} s of CPU time in all`,
);
