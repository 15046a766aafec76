export * from './bpe-tokenizer';
export * from './clip-tokenizer';
export * from './compact-vocabulary';
export * from './components';
export * from './text-cleaning';
export * from './text-transformer';
export { headsOf } from './tower-options';
export * from './vision-transformer';
