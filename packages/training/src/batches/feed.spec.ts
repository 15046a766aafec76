import { ahead, early, mapFeed, type Feed } from './feed';

/** The numbers 0 to 4, in order. */
class NumberFeed implements Feed<number> {
  readonly calls: string[] = [];
  private coming = 0;

  async begin(step: number): Promise<void> {
    this.calls.push(`begin ${step}`);
    this.coming = step;
  }

  async next(step: number): Promise<number> {
    this.calls.push(`next ${step}`);
    if (step !== this.coming) throw new Error(`gives ${this.coming} next, not ${step}`);
    if (step === 5) throw new Error('nothing is left');
    this.coming += 1;
    await new Promise(setImmediate);
    return step;
  }

  async end(): Promise<void> {
    this.calls.push('end');
  }
}

describe('ahead', () => {
  it('has asked for the next item when it gives one', async () => {
    const feed = new NumberFeed();
    const reader = ahead(feed);
    await reader.begin(0);
    expect(await reader.next(0)).toBe(0);
    expect(feed.calls).toEqual(['begin 0', 'next 0', 'next 1']);
    expect(await reader.next(1)).toBe(1);
    expect(feed.calls).toEqual(['begin 0', 'next 0', 'next 1', 'next 2']);
  });

  it('drops what it had asked for when it begins again or ends', async () => {
    const feed = new NumberFeed();
    const reader = ahead(feed);
    await reader.begin(0);
    await reader.next(0);
    await reader.begin(3);
    expect(await reader.next(3)).toBe(3);
    await reader.end();
    expect(feed.calls.slice(-3)).toEqual(['next 3', 'next 4', 'end']);
  });

  it('throws an error of the next step to whoever asks for that step, and to nobody else', async () => {
    const reader = ahead(new NumberFeed());
    await reader.begin(4);
    expect(await reader.next(4)).toBe(4);
    await new Promise(setImmediate);
    await expect(reader.next(5)).rejects.toThrow('nothing is left');
    await reader.end();
  });
});

describe('early', () => {
  it('gives an item that it was asked for, and makes any other when it is needed', async () => {
    const feed = new NumberFeed();
    const items = early(feed);
    await items.begin(0);
    expect(await items.next(0)).toBe(0);
    await items.ask(1);
    expect(feed.calls.slice(1)).toEqual(['next 0', 'next 1']);
    expect(await items.next(1)).toBe(1);
    expect(await items.next(2)).toBe(2);
    expect(feed.calls.slice(1)).toEqual(['next 0', 'next 1', 'next 2']);
  });
});

describe('mapFeed', () => {
  it('changes each item, and begins and ends with its feed', async () => {
    const feed = new NumberFeed();
    const doubled = mapFeed(feed, async (item) => 2 * item);
    await doubled.begin(3);
    expect(await doubled.next(3)).toBe(6);
    await doubled.end();
    expect(feed.calls).toEqual(['begin 3', 'next 3', 'end']);
  });
});
