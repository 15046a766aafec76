import { random } from '@alignclip/core';
import { isCorrupt } from '../corrupt';
import { PartLanes, type LanesPosition } from './part-lanes';
import type { Part, StoredItem } from './part';

export interface WindowOptions {
  readonly seed: number;
  readonly epoch: number;
  readonly lanes: number;
  readonly window: number;
  readonly windowBytes: number;
}

export interface WindowPosition extends LanesPosition {
  readonly window: number;
  readonly drawn: number;
}

interface Window {
  readonly number: number;
  /** The position where its reading began. */
  readonly start: LanesPosition;
  /** An item is removed when it is drawn. */
  readonly items: (StoredItem | undefined)[];
}

/** One epoch, cut into windows with their items in random order. The next window is read while items are drawn from one. */
export class EpochWindows {
  private readonly lanes: PartLanes;
  private current: Window | undefined;
  private ahead: Promise<Window> | undefined;
  private drawn: number;
  private readonly resumed: WindowPosition;

  constructor(
    parts: readonly Part[],
    private readonly options: WindowOptions,
    position?: WindowPosition,
  ) {
    const { seed, epoch } = options;
    const order = random(seed, 'parts', epoch).permutation(parts.length);
    const ordered = Array.from(order, (at) => {
      const part = parts[at]!;
      return part.shuffled?.(random(seed, 'part', epoch, at)) ?? part;
    });
    const start = position !== undefined && position.lanes.length > 0 ? position : undefined;
    this.lanes = new PartLanes(ordered, options.lanes, start);
    this.resumed = start ?? { ...this.lanes.position, window: 0, drawn: 0 };
    this.drawn = this.resumed.drawn;
  }

  get position(): WindowPosition {
    const { start, number } = this.current ?? { start: this.resumed, number: this.resumed.window };
    return { lanes: start.lanes, turn: start.turn, window: number, drawn: this.drawn };
  }

  /** The next items, at most `count`; none at the epoch's end. */
  async draw(count: number): Promise<StoredItem[]> {
    const drawn: StoredItem[] = [];
    while (drawn.length < count) {
      const window = await this.window();
      if (window.items.length === 0) break;
      for (; drawn.length < count && this.drawn < window.items.length; this.drawn += 1) {
        drawn.push(window.items[this.drawn]!);
        window.items[this.drawn] = undefined;
      }
    }
    return drawn;
  }

  async close(): Promise<void> {
    await this.ahead?.catch(() => undefined);
    await this.lanes.close();
  }

  /** The window with items left, or an empty one at the end. */
  private async window(): Promise<Window> {
    if (this.current === undefined) this.current = await this.read(this.resumed.window);
    else if (this.drawn < this.current.items.length || this.current.items.length === 0) return this.current;
    else {
      this.current = await (this.ahead ?? this.read(this.current.number + 1));
      this.drawn = 0;
    }
    if (this.current.items.length > 0) {
      this.ahead = this.read(this.current.number + 1);
      this.ahead.catch(() => undefined); // thrown when it is needed
    }
    return this.current;
  }

  private async read(number: number): Promise<Window> {
    const { seed, epoch, window, windowBytes } = this.options;
    const start = this.lanes.position;
    const items: StoredItem[] = [];
    for (let held = 0; items.length < window && held < windowBytes;) {
      const item = await this.lanes.next();
      if (item === undefined) break;
      items.push(item);
      held += isCorrupt(item) ? 0 : item.held;
    }
    const order = random(seed, 'window', epoch, number).permutation(items.length);
    return { number, start, items: Array.from(order, (at) => items[at]!) };
  }
}
