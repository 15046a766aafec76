import type { AnyComponent, Claim, Question, Spec, Table } from '@alignclip/core';

/** What the registry makes of a spec. */
export const createTable = (component: AnyComponent, spec: Spec<'tables'>): Table =>
  component.create(spec.options) as Table;

export const createQuestion = (component: AnyComponent, spec: Spec<'questions'>): Question =>
  component.create(spec.options) as Question;

export const createClaim = (component: AnyComponent, spec: Spec<'claims'>): Claim =>
  component.create(spec.options) as Claim;
