import { type BackendReport, selectBackend } from '@alignclip/backend';
import { UserError } from '@alignclip/core';
import { spawnSync } from 'node:child_process';
import { writeFileAtomic } from '@alignclip/formats';
import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { runBench } from '../bench/step/bench-arguments';
import { gpuOptions, usage } from './options';
import { runPart } from './parts';
import { type GpuReport, markdownOf, type PartResult } from './report';

const say = (line: string): boolean => process.stderr.write(`${line}\n`);

/** `npm run check:gpu`: see docs/how-to/check-a-gpu.md. */
async function main(): Promise<void> {
  const options = gpuOptions(process.argv.slice(2));
  if (!options) return console.log(usage);
  const backend = await selectBackend();
  const isGpu = backend.device === 'gpu';
  if (!isGpu && process.env['ALIGNCLIP_CHECK_GPU'] !== 'cpu')
    throw new UserError(
      `no GPU: ${backend.name} computes on the CPU (${backend.reason}); \`npx alignclip doctor\` says more`,
    );
  mkdirSync(options.out, { recursive: true });
  const machine = machineOf(backend);
  const parts: PartResult[] = [];
  for (const part of options.parts) {
    parts.push(await runPart(part, { options, isGpu, say }));
    await write(options.out, { made: new Date().toISOString(), machine, parts }); // a stopped check leaves what it found
  }
  for (const { part, ok, summary } of parts)
    console.log(`${ok === null ? 'not yet' : ok ? 'ok' : 'FAIL'}  ${part}: ${summary}`);
  console.log(`wrote ${join(options.out, 'gpu-check.json')} and ${join(options.out, 'gpu-check.md')}`);
  if (parts.some(({ ok }) => ok === false)) process.exitCode = 1;
}

async function write(folder: string, report: GpuReport): Promise<void> {
  await writeFileAtomic(join(folder, 'gpu-check.json'), `${JSON.stringify(report, null, 2)}\n`);
  await writeFileAtomic(join(folder, 'gpu-check.md'), markdownOf(report));
}

function machineOf({ name, device, tensorflow, gpu, bfloat16 }: BackendReport): Record<string, string> {
  const query = ['--query-gpu=name,driver_version,memory.total', '--format=csv,noheader'];
  const { stdout } = spawnSync('nvidia-smi', query, { encoding: 'utf8' });
  return {
    backend: `${name} ${tensorflow ?? ''} on the ${device.toUpperCase()}`,
    GPU: ((stdout as string | null) ?? '').trim().replaceAll('\n', '; ') || 'unknown to nvidia-smi',
    processor: cpus()[0]?.model ?? 'unknown',
    node: process.versions.node,
    TF32: gpu ? (gpu.tf32 ? 'on' : 'off') : 'no GPU',
    'same bits asked for': gpu ? (gpu.deterministic ? 'yes' : 'no') : 'no GPU',
    bfloat16,
  };
}

runBench('check:gpu', main);
