import type { Json } from '@alignclip/core';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Draw, ExampleFeed } from './example-feed';

/**
 * Asks a feed for the next batch's examples as soon as one's are given, so that files are read and images decoded
 * while the step runs. Examples, their order and positions are those of the feed.
 */
export class AheadFeed implements ExampleFeed {
  private ahead: { readonly step: number; readonly draw: Promise<Draw> } | undefined;

  constructor(private readonly feed: ExampleFeed) {}

  async begin(step: number, position?: Json): Promise<void> {
    await this.settle();
    await this.feed.begin(step, position);
  }

  async draw(step: number): Promise<Draw> {
    const { ahead } = this;
    this.ahead = undefined;
    const given = await (ahead?.step === step ? ahead.draw : this.feed.draw(step));
    const draw = this.feed.draw(step + 1);
    draw.catch(() => undefined); // told to whoever asks for that step
    this.ahead = { step: step + 1, draw };
    await nextTurn(); // what can be asked for by now is, before the step keeps this thread busy
    return given;
  }

  async end(): Promise<void> {
    await this.settle();
    await this.feed.end();
  }

  /** Waits for what is under way, and gives it up. */
  private async settle(): Promise<void> {
    await this.ahead?.draw.catch(() => undefined);
    this.ahead = undefined;
  }
}
