import { componentsOf } from '@alignclip/core';
import * as all from './components';

export * from './components';
export const sharingComponents = componentsOf(all);
