import { unknownName, UserError, type AnyComponent, type Spec } from '@alignclip/core';
import { datasetComponents } from '@alignclip/datasets';
import { encoderComponents } from '@alignclip/encoders';
import { evaluationComponents } from '@alignclip/evaluation';
import { launcherComponents } from '@alignclip/launchers';
import { lossComponents } from '@alignclip/losses';
import { reportingComponents } from '@alignclip/reporting';
import { sharingComponents } from '@alignclip/sharing';
import { teacherComponents } from '@alignclip/teachers';
import { trainingComponents } from '@alignclip/training';

/** Every component of the packages. */
export const packageComponents: readonly AnyComponent[] = [
  ...datasetComponents,
  ...encoderComponents,
  ...sharingComponents,
  ...lossComponents,
  ...teacherComponents,
  ...trainingComponents,
  ...evaluationComponents,
  ...launcherComponents,
  ...reportingComponents,
];

/** Finds components by what a spec says. */
export class Registry {
  private readonly byKey = new Map<string, AnyComponent>();

  /** Throws UserError where two components have one slot and type. */
  constructor(own: readonly AnyComponent[] = []) {
    for (const component of [...packageComponents, ...own]) {
      const key = `${component.slot.name}/${component.type}`;
      if (this.byKey.has(key)) throw new UserError(`two components "${key}": give yours another type`);
      this.byKey.set(key, component);
    }
  }

  get components(): AnyComponent[] {
    return [...this.byKey.values()];
  }

  /** Throws UserError naming the near misses. */
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

  /** Instantiates a component that needs no run: tables and questions. */
  create<T>(spec: Spec): T {
    return this.find(spec).create(spec.options) as T;
  }
}
