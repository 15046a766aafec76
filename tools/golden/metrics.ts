import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '@alignclip/core';
import { checkGap } from './metrics-gap';
import { MetricsLedger } from './metrics-ledger';
import { checkProbe, checkRetrieval, checkSts, checkValidation, checkZeroShot } from './metrics-tasks';
import { readMetricsTensors } from './metrics-tensors';
import type { GoldenReport } from './report';

interface Manifest {
  readonly files: Readonly<
    Record<string, { readonly tensors?: Readonly<Record<string, { readonly noise?: number }>> }>
  >;
}

/** Compares every number of metrics.json and every result in metrics.safetensors with the metrics package. */
export async function checkMetrics(folder: string): Promise<GoldenReport> {
  const readJson = async (name: string) => JSON.parse(await readFile(join(folder, name), 'utf8')) as unknown;
  const manifest = (await readJson('manifest.json')) as Manifest;
  const noise = manifest.files['metrics.safetensors']?.tensors ?? {};
  const ledger = new MetricsLedger((await readJson('metrics.json')) as Json);
  const tensors = await readMetricsTensors(folder);
  checkZeroShot(ledger, tensors);
  checkRetrieval(ledger, tensors);
  checkValidation(ledger, tensors);
  checkSts(ledger, tensors);
  checkGap(ledger, tensors, (name) => noise[name]?.noise ?? 0);
  checkProbe(ledger, tensors);
  return ledger.report('metrics.json, metrics.safetensors');
}
