import { setImmediate as nextTurn } from 'node:timers/promises';
import { MadeThread } from '../../testing/made-thread';
import type { BatchNumbers } from '../batch-numbers';
import { early, type Feed } from '../feed';
import { isSameBatch, ThreadedFeed } from './threaded-feed';

/** Milliseconds that have gone by: only batches take time here. */
let clock = 0;

/** Batches that hold their step; in order only, from a position on, as a stream. */
class StepFeed implements Feed<BatchNumbers> {
  made = 0;
  isOpen = false;
  private coming = 0;

  constructor(
    private readonly wait = 0,
    private readonly last = Infinity,
    private readonly word = '',
  ) {}

  async begin(step: number, position?: unknown): Promise<void> {
    if (step > 0 && position !== step - 1) throw new Error(`begins at ${step} without its position`);
    this.coming = step;
    this.isOpen = true;
  }

  async next(step: number): Promise<BatchNumbers> {
    if (!this.isOpen || step !== this.coming) throw new Error(`gives ${this.coming}, not ${step}`);
    if (step >= this.last) throw new Error(`nothing after ${this.last}`);
    clock += this.wait;
    this.coming += 1;
    this.made += 1;
    const values = Float32Array.of(step);
    return {
      ...{ images: { values, size: 1 }, tokens: { rows: 1, columns: 1, ids: Int32Array.of(step) } },
      ...{ captions: [`${this.word}${step}`], classes: [undefined], position: step },
    };
  }

  async end(): Promise<void> {
    this.isOpen = false;
  }
}

const before = process.env['ALIGNCLIP_BATCH_THREAD'];
const choose = (choice: string) => (process.env['ALIGNCLIP_BATCH_THREAD'] = choice);
const threads = process.env['TF_NUM_INTRAOP_THREADS'];
beforeAll(() => (process.env['TF_NUM_INTRAOP_THREADS'] = '2'));
afterAll(() => {
  for (const [name, value] of [
    ['ALIGNCLIP_BATCH_THREAD', before],
    ['TF_NUM_INTRAOP_THREADS', threads],
  ] as const) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
});

/** A training of `steps` steps, on a feed here and one in a thread. */
function training({ local = new StepFeed(), remote = new StepFeed(), steps = 1e6, isEarly = false }) {
  const started: MadeThread[] = [];
  const feed = new ThreadedFeed(
    isEarly ? early(local) : local,
    () => {
      started.push(new MadeThread(remote));
      return started.at(-1)!.worker;
    },
    steps,
    () => clock,
  );
  const from = async (first: number, last: number) => {
    for (let step = first; step <= last; step += 1) {
      await nextTurn();
      const { images, captions, position } = await feed.next(step);
      expect([[...images!.values], captions, position]).toEqual([[step], [String(step)], step]);
    }
  };
  return { feed, started, from, local, remote };
}

describe('ThreadedFeed', () => {
  let lines: jest.SpyInstance;
  beforeEach(() => (lines = jest.spyOn(process.stderr, 'write').mockReturnValue(true)));
  afterEach(() => lines.mockRestore());

  it('takes every batch but the first from the thread where that is wanted, from a position on', async () => {
    choose('on');
    const { feed, started, from, local, remote } = training({ steps: 12 });
    await feed.begin(4, 3);
    await from(4, 11);
    expect([local.made, local.isOpen]).toEqual([1, false]);
    expect(remote.made).toBeGreaterThanOrEqual(8);
    await feed.end();
    expect(started.map(({ terminated }) => terminated)).toEqual([true]);
  });

  it('starts none where none is wanted, and none that would not pay', async () => {
    choose('off');
    const off = training({ local: new StepFeed(1) });
    await off.feed.begin(0);
    await off.from(0, 60);
    choose('auto');
    const short = training({ local: new StepFeed(1), steps: 100 });
    await short.feed.begin(0);
    await short.from(0, 60);
    expect([off.started.length, short.started.length]).toEqual([0, 0]);
    await off.feed.end();
    await short.feed.end();
  });

  it('hands over to a thread that pays, and keeps it', async () => {
    choose('auto');
    const { feed, started, from, local } = training({ local: new StepFeed(2) });
    await feed.begin(0);
    await from(0, 200);
    expect([started.length, started[0]!.terminated, local.isOpen]).toEqual([1, false, false]);
    expect(local.made).toBeLessThan(60);
    await feed.end();
  });

  it('hands over, too, where making a batch early is what keeps this thread busy', async () => {
    choose('auto');
    const local = new StepFeed(2);
    const { feed, started } = training({ local, isEarly: true });
    await feed.begin(0);
    for (let step = 0; step <= 200; step += 1) {
      await nextTurn();
      expect((await feed.next(step)).position).toBe(step);
      await feed.ask(step + 1);
    }
    expect([started.length, started[0]?.terminated, local.isOpen]).toEqual([1, false, false]);
    await feed.end();
  });

  it('takes the batches back from a thread that makes steps longer', async () => {
    choose('auto');
    const { feed, started, from, local } = training({ local: new StepFeed(2), remote: new StepFeed(6) });
    await feed.begin(0);
    await from(0, 120);
    expect([started.length, started[0]!.terminated, local.isOpen]).toEqual([1, true, true]);
    expect(lines).not.toHaveBeenCalled();
    await feed.end();
  });

  it('continues alone where the thread dies, and says so once', async () => {
    choose('on');
    const { feed, started, from, local } = training({});
    await feed.begin(0);
    await from(0, 5);
    started[0]!.fail('out of memory');
    await from(6, 20);
    expect(local.isOpen).toBe(true);
    expect(lines.mock.calls).toEqual([[expect.stringMatching(/thread stopped \(out of memory\).*\n$/)]]);
    await feed.end();
  });

  it('takes nothing from a thread that makes other batches, and says so', async () => {
    choose('on');
    const { feed, started, from, local } = training({ remote: new StepFeed(0, Infinity, 'other ') });
    await feed.begin(0);
    await from(0, 5);
    expect([local.made, started[0]!.terminated]).toEqual([6, true]);
    expect(lines.mock.calls).toEqual([[expect.stringContaining('batch of step 1 differs')]]);
    await feed.end();
  });

  it('meets the error of the thread itself', async () => {
    choose('on');
    const { feed, from } = training({ local: new StepFeed(0, 3), remote: new StepFeed(0, 3) });
    await feed.begin(0);
    await from(0, 2);
    await expect(feed.next(3)).rejects.toThrow('nothing after 3');
    await feed.end();
  });

  it('refuses an unknown choice', async () => {
    choose('yes');
    await expect(training({}).feed.begin(0)).rejects.toThrow('ALIGNCLIP_BATCH_THREAD');
  });
});

const batch = (change: Partial<BatchNumbers> = {}): BatchNumbers => ({
  images: { values: Float32Array.of(1, -0), size: 1 },
  views: [
    { values: Float32Array.of(2), size: 1 },
    { values: Float32Array.of(3), size: 1 },
  ],
  tokens: { rows: 1, columns: 2, ids: Int32Array.of(5, 6) },
  captions: ['a', 'b'],
  classes: [undefined, { kind: 'cat' }],
  labels: { kind: Int32Array.of(-1, 0) },
  keys: Uint32Array.of(1, 2, 3, 4),
  position: { epoch: 1 },
  ...change,
});

describe('isSameBatch', () => {
  it('compares what was sent between threads with what was not', () => {
    expect(isSameBatch(batch(), structuredClone(batch()))).toBe(true);
    const { images, tokens, captions } = batch();
    const few = { images: images!, tokens, captions, classes: [undefined, undefined] };
    expect(isSameBatch(few, structuredClone(few))).toBe(true);
  });

  it.each<[string, Partial<BatchNumbers>]>([
    ['a bit of an image', { images: { values: Float32Array.of(1, 0), size: 1 } }],
    ['a view', { views: [batch().views![1], batch().views![0]] }],
    ['an id', { tokens: { rows: 1, columns: 2, ids: Int32Array.of(5, 7) } }],
    ['the length of rows', { tokens: { rows: 2, columns: 1, ids: Int32Array.of(5, 6) } }],
    ['a caption', { captions: ['a', 'c'] }],
    ['a class', { classes: [undefined, { kind: 'dog' }] }],
    ['the number of a class', { labels: { kind: Int32Array.of(-1, 1) } }],
    ['a key', { keys: Uint32Array.of(1, 2, 3, 5) }],
    ['a class set', { labels: { tone: Int32Array.of(-1, 0) } }],
    ['the position', { position: { epoch: 2 } }],
  ])('sees %s', (_, change) => {
    expect(isSameBatch(batch(), batch(change))).toBe(false);
  });
});
