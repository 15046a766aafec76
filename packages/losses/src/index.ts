import { componentsOf } from '@alignclip/core';
import * as terms from './components';

export * from './components';
export { semanticDistance } from './maths';
export const lossComponents = componentsOf(terms);
