import {
  parseOptions,
  unknownName,
  UserError,
  type AnyComponent,
  type Claim,
  type Figure,
  type Launcher,
  type Question,
  type Spec,
  type Table,
  type TrainerComponent,
  type TrainingPlan,
} from '@alignclip/core';
import { datasetComponents } from '@alignclip/datasets';
import { encoderComponents } from '@alignclip/encoders';
import { evaluationComponents } from '@alignclip/evaluation';
import { launcherComponents } from '@alignclip/launchers';
import { lossComponents } from '@alignclip/losses';
import { mapComponents } from '@alignclip/maps';
import { reportingComponents } from '@alignclip/reporting';
import { sharingComponents } from '@alignclip/sharing';
import { teacherComponents } from '@alignclip/teachers';
import { trainingComponents } from '@alignclip/training';
import { z } from 'zod';

/** Every component of the packages. */
export const packageComponents: readonly AnyComponent[] = [
  ...datasetComponents,
  ...encoderComponents,
  ...sharingComponents,
  ...lossComponents,
  ...teacherComponents,
  ...trainingComponents,
  ...evaluationComponents,
  ...mapComponents,
  ...launcherComponents,
  ...reportingComponents,
];

/** What the components of each slot make that need no run. */
interface Made {
  readonly tables: Table;
  readonly questions: Question;
  readonly figures: Figure;
  readonly claims: Claim;
  readonly launcher: Launcher;
}

/** Finds the component of a spec. */
export class Registry {
  private readonly byKey = new Map<string, AnyComponent>();

  /** Throws UserError if two components have the same slot and type, or one was written for another contract version. */
  constructor(own: readonly AnyComponent[] = []) {
    for (const component of [...packageComponents, ...own]) {
      const key = `${component.slot.name}/${component.type}`;
      checkContract(key, component);
      if (this.byKey.has(key)) throw new UserError(`two components "${key}": give your component another type`);
      this.byKey.set(key, component);
    }
  }

  get components(): AnyComponent[] {
    return [...this.byKey.values()];
  }

  /** Throws UserError naming similar names. */
  find({ slot, type }: Spec): AnyComponent {
    const component = this.byKey.get(`${slot}/${type}`);
    if (component) return component;
    const known = this.components
      .filter((candidate) => candidate.slot.name === slot)
      .map((candidate) => candidate.type);
    throw known.length > 0
      ? unknownName(`component of slot "${slot}"`, type, known)
      : unknownName('slot', slot, [...new Set(this.components.map((candidate) => candidate.slot.name))]);
  }

  /** Creates a component that needs no run: tables, questions, figures, claims. */
  create<Name extends keyof Made>(spec: Spec<Name>): Made[Name] {
    return this.find(spec).create(spec.options) as Made[Name];
  }

  /** What planning knows about a training. Throws UserError if the trainer was not made by `defineTrainer`. */
  trainingPlan(spec: Spec<'trainer'>): TrainingPlan {
    return this.trainerOf(spec).plan(spec.options as never);
  }

  /** The same trainer, starting from the weights in a file. */
  startingFrom({ options, ...spec }: Spec<'trainer'>, file: string): Spec<'trainer'> {
    return { ...spec, options: { ...options, [this.trainerOf({ options, ...spec }).weightsOption]: file } };
  }

  /** The trainer with `true` in place of the file of its initial weights, and that file. */
  withoutWeights(spec: Spec<'trainer'>): { readonly trainer: Spec<'trainer'>; readonly from?: string | undefined } {
    const { weightsOption } = this.trainerOf(spec);
    const { from } = this.trainingPlan(spec);
    return from === undefined
      ? { trainer: spec }
      : { trainer: { ...spec, options: { ...spec.options, [weightsOption]: true } }, from };
  }

  private trainerOf(spec: Spec<'trainer'>): TrainerComponent {
    const component = this.find(spec) as AnyComponent & Partial<TrainerComponent>;
    const { plan, weightsOption } = component;
    if (plan !== undefined && weightsOption !== undefined) return { plan, weightsOption };
    throw new UserError(`trainer/${spec.type}: define it with defineTrainer, so that its steps can be planned`);
  }
}

function checkContract(key: string, { slot, contract = slot.version }: AnyComponent): void {
  if (contract === slot.version) return;
  throw new UserError(
    `component "${key}" was written for version ${contract} of the contract of slot "${slot.name}"; this alignclip has version ${slot.version}`,
  );
}

const registries = new WeakMap<object, Registry>();

/** The registry of a definition, created once: the packages' components and the definition's own. */
export function registryOf(definition: { readonly components?: readonly AnyComponent[] }): Registry {
  const registry = registries.get(definition) ?? new Registry(definition.components);
  registries.set(definition, registry);
  return registry;
}

const specSchema = z.strictObject({ type: z.string(), options: z.record(z.string(), z.json()).default({}) });

/** From "gap" or '{"type":"gap","options":{…}}'. Throws UserError naming similar names. */
export function specOf<Name extends string>(registry: Registry, slot: Name, text: string): Spec<Name> {
  const { type, options } = text.trimStart().startsWith('{') ? parseSpec(text) : { type: text, options: {} };
  const component = registry.find({ slot, type, options: {} });
  return { slot, type, options: parseOptions(`${slot}/${type}`, component.options, options) };
}

function parseSpec(text: string): z.output<typeof specSchema> {
  try {
    return specSchema.parse(JSON.parse(text));
  } catch {
    throw new UserError(`${text}: not a component; write a type, or {"type":"…","options":{…}}`);
  }
}
