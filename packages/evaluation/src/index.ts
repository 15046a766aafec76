export { cachedEncoder } from './cached-encoder';
export * from './components';
export { gap } from './gap';
export { linearProbe } from './linear-probe';
export { retrieval } from './retrieval';
export { embedSplit, embedTexts, type EmbeddedSplit } from './split/embedded-split';
export { zeroShot } from './zero-shot';
export { sts } from './sts';
export { parseSts, readSts, type SentencePair } from './sts/read-sts';
