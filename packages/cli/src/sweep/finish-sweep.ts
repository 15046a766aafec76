import { counted, type Launcher, type RunRecord, shownText } from '@alignclip/core';
import { type FailurePolicy, type RetryEvent, runSweep, type SweepEvent, type SweepPlan } from '@alignclip/experiment';
import { prepareData } from './prepare-sweep';
import { choiceLines } from './print-plan';
import { MultiBar, type SingleBar } from 'cli-progress';
import { barFormat, PlainProgress, StepRate } from '../progress/progress';

/**
 * The plan with what trials chose: unfinished trials are run first, and `planAgain` then knows their records. Throws as
 * `finishSweep` does.
 */
export async function finishTrials(
  plan: SweepPlan,
  planAgain: () => Promise<SweepPlan>,
  launcher: Launcher,
  onFailure: FailurePolicy,
): Promise<SweepPlan> {
  const missing = plan.trials.filter(({ record }) => record === undefined).length;
  if (missing === 0) return plan;
  console.log(`running ${counted(missing, 'trial')} first`);
  await finishSweep({ ...plan, cells: plan.trials, trials: [] }, launcher, onFailure);
  const decided = await planAgain();
  for (const line of choiceLines(decided)) console.log(line);
  return decided;
}

/** Prepares the data and runs the unfinished cells, with progress; resumable after Ctrl-C. Returns all records of the plan. Throws UserError where they can't be kept. */
export async function finishSweep(plan: SweepPlan, launcher: Launcher, onFailure: FailurePolicy): Promise<RunRecord[]> {
  if (plan.cells.some(({ record }) => record === undefined)) plan.experiment.store.makeFolders();
  const { signal, release } = interruptSignal();
  try {
    await prepareData(plan, signal);
    const progress = sweepProgress(plan);
    try {
      return await runSweep(plan, launcher, signal, (event) => progress.show(event), onFailure);
    } finally {
      progress.stop();
    }
  } finally {
    release();
  }
}

/** Aborts on the first Ctrl-C, so that work can be resumed; the second one ends the program at once. */
export function interruptSignal(): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    console.error('\nstopping after the current step; press Ctrl-C again to stop at once');
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stop);
  return {
    signal: controller.signal,
    release: () => ['SIGINT', 'SIGTERM'].forEach((name) => process.off(name, stop)),
  };
}

export interface SweepProgress {
  show(event: SweepEvent): void;
  stop(): void;
}

/** One bar for the whole sweep and one per running cell; plain lines if stdout is not a terminal. */
export function sweepProgress({ cells }: SweepPlan): SweepProgress {
  const total = cells.filter(({ record }) => record === undefined).length;
  return process.stdout.isTTY && total > 0 ? new SweepBars(total) : new SweepLines(total);
}

interface StepReport {
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
}

const stepOf = (event: SweepEvent): StepReport | undefined =>
  event.kind === 'progress' && 'step' in event.progress ? (event.progress as unknown as StepReport) : undefined;

const retryText = ({ id, error, retry, retries }: RetryEvent): string =>
  `${id}: failed, will run again after the others (retry ${retry} of ${retries})\n${error}`;

/** What is shown of failures: an error that several cells have in common is told once. */
class Failures {
  private readonly known = new Map<string, string>();

  text({ id, error }: { readonly id: string; readonly error: string }): string {
    const first = this.known.get(error) ?? id;
    this.known.set(error, first);
    return `${id}: ${first === id ? error : `the same as ${first}`}`;
  }
}

class SweepLines implements SweepProgress {
  private readonly steps = new PlainProgress();
  private readonly failures = new Failures();
  private readonly started = new Set<string>();
  private ended = 0;

  constructor(private readonly total: number) {}

  show(event: SweepEvent): void {
    const report = stepOf(event);
    if (report) this.steps.show(event.id, report.step, report.steps, report.loss);
    if (event.kind === 'progress') return void this.started.add(event.id);
    if (event.kind === 'retry') return console.log(retryText(event));
    if (event.kind === 'interrupted') {
      if (this.started.has(event.id)) console.log(`${event.id}: interrupted`);
      return;
    }
    this.ended += 1;
    console.log(`${event.id}: ${event.kind} (${this.ended} of ${counted(this.total, 'cell')})`);
    if (event.kind === 'failed') console.error(this.failures.text(event));
  }

  stop(): void {
    // Nothing to close.
  }
}

class SweepBars implements SweepProgress {
  private readonly bars = new MultiBar({ format: barFormat, hideCursor: true, clearOnComplete: false });
  private readonly whole: SingleBar;
  private readonly failures = new Failures();
  private readonly running = new Map<string, { bar: SingleBar; rate: StepRate }>();

  constructor(total: number) {
    this.whole = this.bars.create(
      total,
      0,
      {},
      { format: 'all cells |{bar}| {value}/{total} · {duration_formatted} so far' },
    );
  }

  show(event: SweepEvent): void {
    const report = stepOf(event);
    if (report) this.update(event.id, report);
    if (event.kind === 'progress') return;
    if (event.kind === 'retry') this.bars.log(`${shownText(retryText(event))}\n`);
    if (event.kind === 'failed') this.bars.log(`${shownText(`failed: ${this.failures.text(event)}`)}\n`);
    const running = this.running.get(event.id);
    if (running) this.bars.remove(running.bar);
    this.running.delete(event.id);
    if (event.kind !== 'retry' && event.kind !== 'interrupted') this.whole.increment();
  }

  stop(): void {
    this.bars.stop();
  }

  private update(id: string, { step, steps, loss }: StepReport): void {
    const running = this.running.get(id) ?? {
      bar: this.bars.create(steps, step - 1, { name: shownText(id), loss: '', rate: '' }),
      rate: new StepRate(),
    };
    this.running.set(id, running);
    running.bar.update(step, { name: shownText(id), loss: loss.toFixed(3), rate: running.rate.after(step, steps) });
  }
}
