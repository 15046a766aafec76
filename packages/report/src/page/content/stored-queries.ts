import type { Json, JsonObject, Modality, RunRecord } from '@alignclip/core';

/** What one search of a record has stored, not yet checked. */
export interface StoredQueries {
  readonly split: string;
  /** What is searched for, in words. */
  readonly finds: string;
  /** Whether queries are images. */
  readonly byImage: boolean;
  /** What found items are, where they don't say it themselves. */
  readonly shown: Modality;
  readonly examples: Json | undefined;
}

/** Of every evaluator that stores some. */
export const storedQueries = ({ details }: RunRecord): StoredQueries[] =>
  [
    ofRetrieval(objectOf(details['retrieval'])),
    ofMixed(objectOf(details['mixed-retrieval'])),
    ofIntraModal(objectOf(details['intra-modal-retrieval'])),
    ofNearest(objectOf(details['knn-probe']), 'what votes on'),
    ofNearest(objectOf(details['clustering']), 'what is in one cluster with'),
    ofGuesses(objectOf(details['interchangeability'])),
    ofRobustness(objectOf(details['robustness'])),
  ].flat();

const objectOf = (value: Json | undefined): JsonObject =>
  value === null || typeof value !== 'object' || Array.isArray(value) ? {} : (value as JsonObject);

const examplesIn = (part: Json | undefined): Json | undefined => objectOf(part)['examples'];

function ofMixed(details: JsonObject): StoredQueries[] {
  return Object.entries(details).map(([prefix, part]) => {
    const [, split = prefix, classSet] = details['queries'] === 'classes' ? (/^(.+)\/([^/]+)$/.exec(prefix) ?? []) : [];
    const finds = `images and captions of a ${classSet === undefined ? 'caption' : `class (${classSet})`}`;
    return { split, finds, byImage: false, shown: 'text', examples: examplesIn(part) };
  });
}

/** The parts `<split>/<class set>` of an evaluation, and one search for queries of each modality. */
function byModality(details: JsonObject, searchOf: (query: Modality, classSet: string, part: JsonObject) => Search) {
  return Object.entries(details).flatMap(([prefix, part]): StoredQueries[] => {
    const [, split, classSet] = /^(.+)\/([^/]+)$/.exec(prefix) ?? [];
    if (split === undefined) return [];
    return (['image', 'text'] as const).map((query) => ({
      ...{ split, byImage: query === 'image', shown: 'text' },
      ...searchOf(query, classSet!, objectOf(part)),
    }));
  });
}

type Search = Pick<StoredQueries, 'finds' | 'examples'> & Partial<Pick<StoredQueries, 'shown'>>;

const ofIntraModal = (details: JsonObject): StoredQueries[] =>
  byModality(details, (query, classSet, { nearest }) => ({
    finds: `${query === 'image' ? 'images like an image' : 'captions like a caption'} (${classSet})`,
    shown: query,
    examples: objectOf(nearest)[`${query}-to-${query}`],
  }));

const named = { image: 'an image', text: 'a caption' };

const ofNearest = (details: JsonObject, what: string): StoredQueries[] =>
  byModality(details, (query, classSet, { nearest }) => ({
    finds: `${what} ${named[query]} (${classSet})`,
    examples: objectOf(nearest)[query],
  }));

const ofGuesses = (details: JsonObject): StoredQueries[] =>
  byModality(details, (query, classSet, { guessed }) => ({
    finds: `the class of ${named[query]}, as ${query === 'image' ? 'captions' : 'images'} teach it (${classSet})`,
    examples: objectOf(guessed)[query === 'image' ? 'text-to-image' : 'image-to-text'],
  }));

/** The parts `<split>/<direction>` of an evaluation. */
function byDirection(details: JsonObject, findsOf: (byImage: boolean) => string): StoredQueries[] {
  return Object.entries(details).flatMap(([prefix, part]) => {
    const [, split, direction] = /^(.+)\/(image-to-text|text-to-image)$/.exec(prefix) ?? [];
    if (split === undefined) return [];
    const byImage = direction === 'image-to-text';
    return [{ split, finds: findsOf(byImage), byImage, shown: byImage ? 'text' : 'image', examples: examplesIn(part) }];
  });
}

const ofRetrieval = (details: JsonObject): StoredQueries[] =>
  byDirection(details, (byImage) => (byImage ? 'captions of an image' : 'images of a caption'));

const ofRobustness = (details: JsonObject): StoredQueries[] =>
  byDirection(details, (byImage) => `what stays nearest to ${named[byImage ? 'image' : 'text']} under changes`);
