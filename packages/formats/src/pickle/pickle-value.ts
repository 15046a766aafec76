/** The values of a pickle: plain data, and globals that the reader allows. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleValue[]
  | Map<PickleKey, PickleValue>
  | PickleGlobal
  | PickleObject;

export type PickleKey = string | number | bigint | boolean;

/** A value created by a global; the pickle reader only passes it on. */
export interface PickleObject {
  readonly made: string;
  /** Receives the state of a BUILD opcode; absent where the object has no state. */
  readonly setState?: (state: PickleValue) => void;
}

/** A name that a pickle may use. Only the function given here is ever called. */
export interface PickleGlobal {
  readonly global: string;
  /** The result of a call (opcodes REDUCE, NEWOBJ); absent where the name may be used but not called. */
  readonly call?: (args: readonly PickleValue[]) => PickleValue;
}

/** The globals that a reader allows, by `module.name`. */
export type AllowedGlobals = ReadonlyMap<string, PickleGlobal>;

export const isDict = (value: PickleValue | undefined): value is Map<PickleKey, PickleValue> => value instanceof Map;
export const isList = (value: PickleValue | undefined): value is PickleValue[] => Array.isArray(value);
export const isGlobal = (value: PickleValue | undefined): value is PickleGlobal => isRecord(value) && 'global' in value;
export const isObject = (value: PickleValue | undefined): value is PickleObject => isRecord(value) && 'made' in value;

function isRecord(value: PickleValue | undefined): value is PickleGlobal | PickleObject {
  return (
    typeof value === 'object' && value !== null && !isList(value) && !isDict(value) && !(value instanceof Uint8Array)
  );
}
