import type { JsonObject } from './json';

/** A component with validated options, as plain JSON. `slot` is its brand: a spec fits only the slot that it names. */
export interface Spec<SlotName extends string = string> {
  readonly slot: SlotName;
  readonly type: string;
  readonly options: JsonObject;
}
