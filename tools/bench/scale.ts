import { median } from './step/median';
import { runBench } from './step/bench-arguments';
import { commandOf } from './step/commands';
import { Side } from './step/side';
import { axes, type Axis, type Point } from './scale/axes';
import { exchangeTable } from './scale/exchange-table';
import { logSlope } from './scale/log-slope';
import { measureWorkers, workersLine, type WorkersRow } from './scale/measure-workers';
import { scaleOptions, usage, type ScaleOptions } from './scale/scale-options';

const say = (line: string): boolean => process.stderr.write(`${line}\n`);

interface ScaleRow {
  readonly axis: string;
  readonly value: number;
  readonly ms: number;
  readonly peakMB: number | null;
}

/** One point, in a process of its own. */
async function measure(axis: Axis, point: Point, { rounds, threads }: ScaleOptions): Promise<ScaleRow> {
  const { ours, env } = commandOf(axis.worker);
  const side = new Side(axis.name, ours, point.task, { ...env, TF_NUM_INTRAOP_THREADS: String(threads) });
  try {
    await side.ready;
    const times: number[] = [];
    for (let round = -2; round < rounds; round++) {
      const ms = await side.step();
      if (round >= 0) times.push(ms);
    }
    const row = { axis: axis.name, value: point.value, ms: median(times), peakMB: side.peakMB() ?? null };
    say(line(row));
    return row;
  } finally {
    await side.close();
  }
}

const line = ({ axis, value, ms, peakMB }: ScaleRow): string =>
  `${axis.padEnd(16)}${String(value).padStart(8)}${ms.toFixed(1).padStart(10)} ms${(peakMB?.toFixed(0) ?? '?').padStart(8)} MB`;

function slopesOf(rows: readonly ScaleRow[]) {
  return [...new Set(rows.map(({ axis }) => axis))].map((axis) => {
    const own = rows.filter((row) => row.axis === axis);
    const values = own.map(({ value }) => value);
    const peaks = own.map(({ peakMB }) => peakMB ?? NaN);
    return {
      axis,
      time: logSlope(
        values,
        own.map(({ ms }) => ms),
      ),
      memory: logSlope(values, peaks),
    };
  });
}

async function compareWorkers(options: ScaleOptions): Promise<void> {
  const rows: WorkersRow[] = [];
  for (const batchSize of options.batches)
    for (const workers of options.workers) {
      const row = await measureWorkers(workers, batchSize, options);
      rows.push(row);
      say(workersLine(row));
    }
  if (options.json) return console.log(JSON.stringify({ rows }, null, 2));
  for (const row of rows) console.log(workersLine(row));
}

/** `npm run bench:scale`: see docs/performance.md. */
async function main(): Promise<void> {
  const options = scaleOptions(process.argv.slice(2));
  if (!options) return console.log(usage);
  if (options.model) return console.log(exchangeTable());
  if (options.workers.length > 0) return compareWorkers(options);
  const rows: ScaleRow[] = [];
  for (const axis of await axes(options))
    for (const point of axis.points) rows.push(await measure(axis, point, options));
  const slopes = slopesOf(rows);
  if (options.json) return console.log(JSON.stringify({ rows, slopes }, null, 2));
  for (const row of rows) console.log(line(row));
  for (const { axis, time, memory } of slopes)
    console.log(`${axis}: time grows with its power ${time.toFixed(2)}, peak memory with ${memory.toFixed(2)}`);
}

runBench('bench:scale', main);
