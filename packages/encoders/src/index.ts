export * from './bpe-tokenizer';
export * from './clip-tokenizer';
export * from './compact-vocabulary';
export * from './components';
export * from './text-cleaning';
export * from './text-transformer';
export * from './vision-transformer';
