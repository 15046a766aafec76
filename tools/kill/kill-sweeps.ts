import { RunStore } from '@alignclip/experiment';
import { differences } from '@alignclip/experiment/testing';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { anyMoment, whileWriting, type Moment, Timeline } from './timeline';
import { WatchedSweep, type Phase, type SweepPlan } from './watched-sweep';

export interface KillPlan extends SweepPlan {
  /** Of the experiment; the folder of its results. */
  readonly name: string;
  readonly kills: number;
  /** For all sweeps. */
  readonly folder: string;
  say(line: string): void;
}

/** With fewer events left, a sweep is let to its end. */
const fewEvents = 10;

/**
 * Kills sweeps until so many kills have hit a living one. A sweep is killed and started again until little is left of it;
 * its results are compared with those of an undisturbed one, and the next one begins in a new folder. Throws Error where
 * one ends with other results.
 */
export async function killSweeps(plan: KillPlan): Promise<Tally> {
  const calm = join(plan.folder, 'calm');
  const timeline = await timelineOf(new WatchedSweep(plan, calm, 1));
  plan.say(`an undisturbed sweep has ${timeline.events} events in ${(timeline.duration / 1000).toFixed(1)} s`);
  const tally = new Tally();
  for (let round = 1; tally.kills < plan.kills; round += 1) {
    const runs = join(plan.folder, `round-${round}`);
    await killedToTheEnd(plan, runs, timeline, tally);
    await compare(join(calm, plan.name), join(runs, plan.name));
    plan.say(`sweep ${round} is at its end: the same records and bit-equal checkpoints, nothing else left behind`);
  }
  return tally;
}

async function timelineOf(sweep: WatchedSweep): Promise<Timeline> {
  await sweep.end();
  return new Timeline(sweep.times);
}

async function killedToTheEnd(plan: KillPlan, runs: string, timeline: Timeline, tally: Tally): Promise<void> {
  const store = join(runs, plan.name);
  let passed = 0;
  while (tally.kills < plan.kills && passed + fewEvents < timeline.events) {
    const moment = tally.kills % 3 === 2 ? whileWriting(store, timeline, passed) : anyMoment(timeline, passed);
    const { hits, events } = await kill(plan, runs, moment, store);
    if (hits === undefined) return;
    passed += events;
    tally.add(hits);
    const { records, problems } = new RunStore(store).readAll();
    plan.say(`kill ${tally.kills}: ${hits.join(', ')}; ${records.length} cells finished`);
    if (problems.length > 0) throw new Error(`corrupt records:\n${problems.join('\n')}`);
  }
  await new WatchedSweep(plan, runs).end();
}

interface Kill {
  /** What it has hit; undefined where the sweep had ended before. */
  readonly hits: Hit[] | undefined;
  /** Those of the sweep until then. */
  readonly events: number;
}

/** Starts a sweep and kills it at that moment. */
async function kill(plan: KillPlan, runs: string, moment: Moment, store: string): Promise<Kill> {
  const earlier = leftovers(store);
  const sweep = new WatchedSweep(plan, runs);
  await Promise.race([moment(sweep), sweep.end()]);
  const { phases } = sweep;
  if (sweep.isRunning) sweep.kill();
  const end = await sweep.end();
  const isWriting = leftovers(store).some((name) => !earlier.includes(name));
  const hits = isWriting ? [...phases, 'writing' as const] : phases;
  return { hits: end === 'killed' ? hits : undefined, events: sweep.times.length };
}

async function compare(calm: string, disturbed: string): Promise<void> {
  const wrong = [
    ...(await differences(calm, disturbed)),
    ...[...leftovers(disturbed), ...unfinished(disturbed)].map((name) => `${name}: left behind`),
  ];
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
}

/** Marks of cells that have begun and have no record. */
const unfinished = (store: string): string[] => {
  const folder = join(store, 'started');
  return existsSync(folder) ? readdirSync(folder) : [];
};

/** Files that were half-written when their writer was killed. */
const leftovers = (store: string): string[] =>
  ['records', 'checkpoints'].flatMap((part) => {
    const folder = join(store, part);
    return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.tmp')) : [];
  });

type Hit = Phase | 'writing';

/** How many kills have hit what; one kill may hit several. */
class Tally {
  private readonly hits = new Map<Hit, number>();
  kills = 0;

  add(hits: readonly Hit[]): void {
    this.kills += 1;
    for (const hit of hits) this.hits.set(hit, (this.hits.get(hit) ?? 0) + 1);
  }

  toString(): string {
    const words: Record<Hit, string> = {
      starting: 'a process that started',
      training: 'training',
      evaluating: 'an evaluation',
      writing: 'a file half written',
    };
    const parts = Object.entries(words).map(([hit, word]) => `${word} ${this.hits.get(hit as Hit) ?? 0}`);
    return `${this.kills} kills, of which hit: ${parts.join(', ')}`;
  }
}
