export * from './describe-loss-term';
export * from './numeric-gradient';
export * from './random-batch';
