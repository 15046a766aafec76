export * from './separate';
export * from './shared';
