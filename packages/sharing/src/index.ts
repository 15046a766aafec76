export * from './components';
export * from './separate';
export * from './shared';
