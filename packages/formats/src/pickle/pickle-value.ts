/** What a pickle may be made of here: plain data, and references to globals that the reader was told of. */
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

/** A value that a global made; the pickle reader only passes it on. */
export interface PickleObject {
  readonly made: string;
  /** Takes the state of a BUILD opcode; absent: the object has none. */
  readonly setState?: (state: PickleValue) => void;
}

/** A name that a pickle may mention. Nothing runs but the function given here. */
export interface PickleGlobal {
  readonly global: string;
  /** What a call gives (opcodes REDUCE, NEWOBJ). Absent: it may be named, not called. */
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
