import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '@alignclip/core';
import { readManifest } from './compare';
import { checkGap } from './metrics-gap';
import { MetricsLedger } from './metrics-ledger';
import { checkProbe, checkRetrieval, checkSts, checkValidation, checkZeroShot } from './metrics-tasks';
import { readMetricsTensors } from './metrics-tensors';
import type { GoldenReport } from './report';

/** Compares every number of metrics.json and every result in metrics.safetensors with the metrics package. */
export async function checkMetrics(folder: string): Promise<GoldenReport> {
  const noise = (await readManifest(folder)).files['metrics.safetensors']?.tensors ?? {};
  const ledger = new MetricsLedger(JSON.parse(await readFile(join(folder, 'metrics.json'), 'utf8')) as Json);
  const tensors = await readMetricsTensors(folder);
  checkZeroShot(ledger, tensors);
  checkRetrieval(ledger, tensors);
  checkValidation(ledger, tensors);
  checkSts(ledger, tensors);
  checkGap(ledger, tensors, (name) => noise[name]?.noise ?? 0);
  checkProbe(ledger, tensors);
  return ledger.report('metrics.json, metrics.safetensors');
}
