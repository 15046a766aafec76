export * from './bag-of-tokens';
export * from './bpe-tokenizer';
export * from './conv-net';
export * from './convnext';
export * from './text-transformer';
export * from './vision-transformer';
