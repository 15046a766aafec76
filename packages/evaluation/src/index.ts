export { cachedEncoder } from './cached-encoder';
export * from './components';
export { gap } from './gap';
export { retrieval } from './retrieval';
export { embedSplit, embedTexts, type EmbeddedSplit } from './split/embedded-split';
export { zeroShot } from './zero-shot';
