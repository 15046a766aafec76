/**
 * Seconds, CPU time and peak memory of clustering and mixed retrieval with 10,000 examples of 100 classes, width 512, a gap between the
 * modalities, at the evaluators' defaults: node tools/run.cjs tools/bench/evaluators.ts [clustering|mixed-retrieval]
 */
import { type Dataset, type DualEncoder, type Example, type Matrix, random, unknownName } from '@alignclip/core';
import { clustering, mixedRetrieval } from '@alignclip/evaluation';
import { unitRows } from '@alignclip/metrics';
import { runBench } from './step/bench-arguments';

const [count, classes, columns] = [10_000, 100, 512];
const kinds = Array.from({ length: classes }, (_, k) => `kind ${k}`);

async function* examples(): AsyncGenerator<Example> {
  for (let i = 0; i < count; i += 1) {
    const image = { width: 1, height: 1, mode: 'RGB' as const, data: Uint8Array.from([i >> 8, i & 255, 0]) };
    yield { id: `${i}`, image, captions: [`a ${i}`, `b ${i}`], labels: { kind: kinds[i % classes]! } };
  }
}

const dataset: Dataset = {
  name: 'made',
  splits: ['test'],
  classSets: [{ name: 'kind', classes: kinds, templates: ['{}'] }],
  examples,
  trainingCaption: ({ captions }) => captions[0]!,
  fingerprint: () => Promise.resolve('made'),
};

const centres = kinds.map((kind) => {
  const draw = random('centre', kind);
  return Float32Array.from({ length: columns }, () => draw.normal());
});

/** The class's direction, blurred, with an offset of the modality. */
function rowsOf(modality: string, numbers: readonly number[]): Matrix {
  const offset = modality === 'image' ? 8 : -8;
  const values = new Float32Array(numbers.length * columns);
  numbers.forEach((number, at) => {
    const draw = random(modality, number);
    const centre = centres[number % classes]!;
    for (let j = 0; j < columns; j += 1) values[at * columns + j] = centre[j]! + 1.5 * draw.normal();
    values[at * columns]! += offset;
  });
  return unitRows({ rows: numbers.length, columns, values });
}

const model: DualEncoder = {
  logitScale: 100,
  embedImages: async (images) =>
    rowsOf(
      'image',
      images.map(({ data }) => data[0]! * 256 + data[1]!),
    ),
  embedTexts: async (texts) =>
    rowsOf(
      'text',
      texts.map((text) => Number(text.split(' ')[1])),
    ),
};

async function main(): Promise<void> {
  const evaluators = [clustering.make({}, dataset), mixedRetrieval.make({}, dataset)];
  const [wanted] = process.argv.slice(2);
  const names = evaluators.map(({ name }) => name);
  if (wanted !== undefined && !names.includes(wanted)) throw unknownName('evaluator', wanted, names);
  for (const evaluator of evaluators) {
    if (wanted !== undefined && wanted !== evaluator.name) continue;
    const [start, before] = [performance.now(), process.cpuUsage()];
    const { scores } = await evaluator.evaluate(model);
    const [wall, cpu] = [(performance.now() - start) / 1000, process.cpuUsage(before).user / 1e6];
    console.log(
      `${evaluator.name}: ${wall.toFixed(1)} s, ${cpu.toFixed(1)} s of CPU time, the making of the rows included`,
    );
    for (const [key, value] of Object.entries(scores)) console.log(`  ${key} ${value.toFixed(4)}`);
  }
  console.log(`peak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
}

runBench('bench evaluators', main);
