import { setImmediate as nextTurn } from 'node:timers/promises';
import { MadeThread } from '../../testing/made-thread';
import type { BatchMaker } from '../batch-maker';
import type { BatchNumbers } from '../batch-numbers';
import { HelpedMaker } from './helped-maker';

/** Batches that tell their step; in order only, from a position on, as a stream. */
class StepMaker implements BatchMaker {
  made = 0;
  isOpen = false;
  private next = 0;

  constructor(
    private readonly wait = 0,
    private readonly last = Infinity,
    private readonly word = '',
  ) {}

  async begin(step: number, position?: unknown): Promise<void> {
    if (step > 0 && position !== step - 1) throw new Error(`begins at ${step} without its position`);
    this.next = step;
    this.isOpen = true;
  }

  async make(step: number): Promise<BatchNumbers> {
    if (!this.isOpen || step !== this.next) throw new Error(`gives ${this.next}, not ${step}`);
    if (step >= this.last) throw new Error(`nothing after ${this.last}`);
    for (const end = performance.now() + this.wait; performance.now() < end;);
    this.next += 1;
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

/** A training of so many steps, on a maker here and one in a thread. */
function training({ local = new StepMaker(), remote = new StepMaker(), steps = 1e6 }) {
  const started: MadeThread[] = [];
  const maker = new HelpedMaker(
    local,
    () => {
      started.push(new MadeThread(remote));
      return started.at(-1)!.worker;
    },
    steps,
  );
  const from = async (first: number, last: number) => {
    for (let step = first; step <= last; step += 1) {
      await nextTurn();
      const { images, captions, position } = await maker.make(step);
      expect([[...images.values], captions, position]).toEqual([[step], [String(step)], step]);
    }
  };
  return { maker, started, from, local, remote };
}

describe('HelpedMaker', () => {
  let lines: jest.SpyInstance;
  beforeEach(() => (lines = jest.spyOn(process.stderr, 'write').mockReturnValue(true)));
  afterEach(() => lines.mockRestore());

  it('takes every batch but the first from the thread where that is wanted, from a position on', async () => {
    choose('on');
    const { maker, started, from, local, remote } = training({ steps: 12 });
    await maker.begin(4, 3);
    await from(4, 11);
    expect([local.made, local.isOpen]).toEqual([1, false]);
    expect(remote.made).toBeGreaterThanOrEqual(8);
    await maker.end();
    expect(started.map(({ terminated }) => terminated)).toEqual([true]);
  });

  it('starts none where none is wanted, and none that would not pay', async () => {
    choose('off');
    const off = training({ local: new StepMaker(1) });
    await off.maker.begin(0);
    await off.from(0, 60);
    choose('auto');
    const short = training({ local: new StepMaker(1), steps: 100 });
    await short.maker.begin(0);
    await short.from(0, 60);
    expect([off.started.length, short.started.length]).toEqual([0, 0]);
    await off.maker.end();
    await short.maker.end();
  });

  it('hands over to a thread that pays, and keeps it', async () => {
    choose('auto');
    const { maker, started, from, local } = training({ local: new StepMaker(2) });
    await maker.begin(0);
    await from(0, 200);
    expect([started.length, started[0]!.terminated, local.isOpen]).toEqual([1, false, false]);
    expect(local.made).toBeLessThan(60);
    await maker.end();
  });

  it('takes the batches back from a thread that makes steps longer', async () => {
    choose('auto');
    const { maker, started, from, local } = training({ local: new StepMaker(2), remote: new StepMaker(6) });
    await maker.begin(0);
    await from(0, 120);
    expect([started.length, started[0]!.terminated, local.isOpen]).toEqual([1, true, true]);
    expect(lines).not.toHaveBeenCalled();
    await maker.end();
  });

  it('goes on alone where the thread dies, and says so once', async () => {
    choose('on');
    const { maker, started, from, local } = training({});
    await maker.begin(0);
    await from(0, 5);
    started[0]!.fail('out of memory');
    await from(6, 20);
    expect(local.isOpen).toBe(true);
    expect(lines.mock.calls).toEqual([[expect.stringMatching(/without a thread.*: out of memory\n$/)]]);
    await maker.end();
  });

  it('takes nothing from a thread that makes other batches, and says so', async () => {
    choose('on');
    const { maker, started, from, local } = training({ remote: new StepMaker(0, Infinity, 'other ') });
    await maker.begin(0);
    await from(0, 5);
    expect([local.made, started[0]!.terminated]).toEqual([6, true]);
    expect(lines.mock.calls).toEqual([[expect.stringContaining('another batch of step 1')]]);
    await maker.end();
  });

  it('meets itself what the thread could not make', async () => {
    choose('on');
    const { maker, from } = training({ local: new StepMaker(0, 3), remote: new StepMaker(0, 3) });
    await maker.begin(0);
    await from(0, 2);
    await expect(maker.make(3)).rejects.toThrow('nothing after 3');
    await maker.end();
  });

  it('refuses an unknown choice', async () => {
    choose('yes');
    await expect(training({}).maker.begin(0)).rejects.toThrow('ALIGNCLIP_BATCH_THREAD');
  });
});
