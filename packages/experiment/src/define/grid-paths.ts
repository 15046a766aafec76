import type { Json, Spec } from '@alignclip/core';
import type * as datasets from '@alignclip/datasets';
import type * as encoders from '@alignclip/encoders';
import type * as evaluation from '@alignclip/evaluation';
import type * as losses from '@alignclip/losses';
import type * as sharing from '@alignclip/sharing';
import type * as teachers from '@alignclip/teachers';
import type * as training from '@alignclip/training';
import type { RunConfig, SlotName } from './run-config';

type Packages = typeof datasets &
  typeof encoders &
  typeof evaluation &
  typeof losses &
  typeof sharing &
  typeof teachers &
  typeof training;

/** The packages' components of a slot, by the names used in an experiment file. */
type ComponentsOf<Slot extends string> = {
  [Name in keyof Packages as Packages[Name] extends (...options: never[]) => Spec<Slot> ? Name : never]: Packages[Name];
};

type OptionsOf<Component> = Component extends (...options: infer Given) => Spec ? NonNullable<Given[0]> : never;

/** The type of a nested option; `never` if there is none. */
type OptionAt<Options, Path extends string> = Options extends unknown
  ? Path extends keyof Options
    ? Exclude<Options[Path], undefined>
    : Path extends `${infer Key}.${infer Rest}`
      ? Key extends keyof Options
        ? OptionAt<NonNullable<Options[Key]>, Rest>
        : never
      : never
  : never;

/** A user's own component of a list is unknown to the types: its options are checked when the file is planned. */
type ListOption<Slot extends SlotName, Path extends string> = Path extends `${infer Name}.${infer Rest}`
  ? Name extends keyof ComponentsOf<Slot>
    ? OptionAt<OptionsOf<ComponentsOf<Slot>[Name]>, Rest>
    : Json
  : never;

type SlotOption<Slot extends SlotName, Path extends string> = {
  [Name in keyof ComponentsOf<Slot>]: OptionAt<OptionsOf<ComponentsOf<Slot>[Name]>, Path>;
}[keyof ComponentsOf<Slot>];

type IsList<Slot extends SlotName> = NonNullable<RunConfig[Slot]> extends readonly unknown[] ? true : false;

/** The type of the value at a path of a configuration; `never` for an unknown path. */
type ValueAt<Path extends string> = Path extends SlotName
  ? NonNullable<RunConfig[Path]>
  : Path extends `${infer Slot extends SlotName}.${infer Rest}`
    ? IsList<Slot> extends true
      ? ListOption<Slot, Rest>
      : SlotOption<Slot, Rest>
    : never;

/** A list of values, or an object that names them. */
type Levels<Value> = readonly Value[] | Readonly<Record<string, Value>>;

type LevelsAt<Path> = Path extends 'seed'
  ? readonly number[]
  : Path extends string
    ? [ValueAt<Path>] extends [never]
      ? `${Path}: no such option`
      : Levels<ValueAt<Path>>
    : never;

/** What `grid` takes: for each path a list of values of the right type. */
export type CheckedFactors<Given> = { readonly [Path in keyof Given]: LevelsAt<Path> };
