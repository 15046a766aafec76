import type { Json } from '@alignclip/core';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** What training reads step by step: examples, the numbers of batches, or batches. */
export interface Feed<T> {
  /** Before the first step: its number, and the position after the step before it. */
  begin(step: number, position?: Json): Promise<void>;
  /** For a step counted from 0. */
  next(step: number): Promise<T>;
  /** Starts to make the item of a step before it is needed. */
  ask?(step: number): Promise<void>;
  /** After the last step; closes files. */
  end(): Promise<void>;
}

/** The feed of what `change` makes of each item. */
export const mapFeed = <From, To>(feed: Feed<From>, change: (item: From) => To | Promise<To>): Feed<To> => ({
  begin: (step, position) => feed.begin(step, position),
  next: async (step) => change(await feed.next(step)),
  end: () => feed.end(),
});

/** Items that can be asked for before they are needed. They are those of the feed, in its order. */
export function early<T>(feed: Feed<T>): Feed<T> & Required<Pick<Feed<T>, 'ask'>> {
  let coming: { readonly step: number; readonly item: Promise<T> } | undefined;
  const drop = async (): Promise<void> => {
    await coming?.item.catch(() => undefined);
    coming = undefined;
  };
  return {
    async begin(step, position) {
      await drop();
      await feed.begin(step, position);
    },
    async ask(step) {
      const item = feed.next(step);
      item.catch(() => undefined); // thrown to whoever asks for that step
      coming = { step, item };
      await nextTurn(); // lets reading start before the step keeps this thread busy
    },
    next(step) {
      const asked = coming;
      coming = undefined;
      return asked?.step === step ? asked.item : feed.next(step);
    },
    async end() {
      await drop();
      await feed.end();
    },
  };
}

/**
 * Asks a feed for the next step's item as soon as it has given one, so that files are read and images decoded while the
 * step runs.
 */
export function ahead<T>(feed: Feed<T>): Feed<T> {
  const items = early(feed);
  return {
    ...items,
    async next(step) {
      const given = await items.next(step);
      await items.ask(step + 1);
      return given;
    },
  };
}
