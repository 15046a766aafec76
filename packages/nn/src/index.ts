export * from './adam-w';
export * from './freeze';
export * from './initialisation-scheme';
export * from './layers/linear';
export * from './layers/transformer';
export * from './parameter-store';
export * from './scope';
