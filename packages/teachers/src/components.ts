export * from './bag-of-words';
export * from './labels';
export * from './sbert';
