import { componentsOf } from '@alignclip/core';
import * as terms from './components';

export * from './components';
export { semanticDistance, symmetricCrossEntropy } from './maths';
export * from './maths/geodesic-mixing';
export { factorAt } from './weight-schedule';
export const lossComponents = componentsOf(terms);
