export * from './bpe-tokenizer';
export * from './text-transformer';
export * from './vision-transformer';
