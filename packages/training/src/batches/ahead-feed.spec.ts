import { AheadFeed } from './ahead-feed';
import type { Draw, ExampleFeed } from './example-feed';

/** Five batches without examples, in order, each with its number as position. */
class NumberFeed implements ExampleFeed {
  readonly calls: string[] = [];
  private next = 0;

  async begin(step: number): Promise<void> {
    this.calls.push(`begin ${step}`);
    this.next = step;
  }

  async draw(step: number): Promise<Draw> {
    this.calls.push(`draw ${step}`);
    if (step !== this.next) throw new Error(`gives ${this.next} next, not ${step}`);
    if (step === 5) throw new Error('nothing is left');
    this.next += 1;
    await new Promise(setImmediate);
    return { examples: [], position: step };
  }

  async end(): Promise<void> {
    this.calls.push('end');
  }
}

describe('AheadFeed', () => {
  it('has asked for the next batch when it gives one', async () => {
    const feed = new NumberFeed();
    const ahead = new AheadFeed(feed);
    await ahead.begin(0);
    expect((await ahead.draw(0)).position).toBe(0);
    expect(feed.calls).toEqual(['begin 0', 'draw 0', 'draw 1']);
    expect((await ahead.draw(1)).position).toBe(1);
    expect(feed.calls).toEqual(['begin 0', 'draw 0', 'draw 1', 'draw 2']);
  });

  it('gives what it had asked for up when it begins anew or ends', async () => {
    const feed = new NumberFeed();
    const ahead = new AheadFeed(feed);
    await ahead.begin(0);
    await ahead.draw(0);
    await ahead.begin(3);
    expect((await ahead.draw(3)).position).toBe(3);
    await ahead.end();
    expect(feed.calls.slice(-3)).toEqual(['draw 3', 'draw 4', 'end']);
  });

  it('tells an error of the next batch to who asks for it, and to nobody else', async () => {
    const ahead = new AheadFeed(new NumberFeed());
    await ahead.begin(4);
    expect((await ahead.draw(4)).position).toBe(4);
    await new Promise(setImmediate);
    await expect(ahead.draw(5)).rejects.toThrow('nothing is left');
    await ahead.end();
  });
});
