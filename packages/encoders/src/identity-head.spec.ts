import { identityHead } from './identity-head';
import { describeEmbeddingHead } from './testing';

describeEmbeddingHead('identity-head', () => identityHead.make({}));
