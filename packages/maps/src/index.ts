import { componentsOf } from '@alignclip/core';
import * as all from './components';

export * from './components';
export { denseOf, matrixOf } from './rows';
export const mapComponents = componentsOf(all);
