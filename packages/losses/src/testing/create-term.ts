import type { AnyComponent, LossTerm, Spec } from '@alignclip/core';

interface LossComponent extends AnyComponent {
  (options?: never): Spec<'losses'>;
}

/** The term that a component makes of `options` (validated, defaults filled in) and the services that it injects. */
export function createTerm(component: AnyComponent, options: object = {}, ...services: unknown[]): LossTerm {
  const spec = (component as LossComponent)(options as never);
  return component.create(spec.options, ...services) as LossTerm;
}
