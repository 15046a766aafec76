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

/** Of retrieval, of search among images and texts, and of search within a modality. */
export const storedQueries = ({ details }: RunRecord): StoredQueries[] =>
  [
    ofRetrieval(objectOf(details['retrieval'])),
    ofMixed(objectOf(details['mixed-retrieval'])),
    ofIntraModal(objectOf(details['intra-modal-retrieval'])),
  ].flat();

const objectOf = (value: Json | undefined): JsonObject =>
  value === null || typeof value !== 'object' || Array.isArray(value) ? {} : (value as JsonObject);

const examplesIn = (part: Json | undefined): Json | undefined => objectOf(part)['examples'];

function ofRetrieval(details: JsonObject): StoredQueries[] {
  return Object.entries(details).flatMap(([prefix, part]) => {
    const [, split, direction] = /^(.+)\/(image-to-text|text-to-image)$/.exec(prefix) ?? [];
    if (split === undefined) return [];
    const byImage = direction === 'image-to-text';
    const finds = byImage ? 'captions of an image' : 'images of a caption';
    return [{ split, finds, byImage, shown: byImage ? 'text' : 'image', examples: examplesIn(part) }];
  });
}

function ofMixed(details: JsonObject): StoredQueries[] {
  return Object.entries(details).map(([prefix, part]) => {
    const [, split = prefix, classSet] = details['queries'] === 'classes' ? (/^(.+)\/([^/]+)$/.exec(prefix) ?? []) : [];
    const finds = `images and captions of a ${classSet === undefined ? 'caption' : `class (${classSet})`}`;
    return { split, finds, byImage: false, shown: 'text', examples: examplesIn(part) };
  });
}

function ofIntraModal(details: JsonObject): StoredQueries[] {
  return Object.entries(details).flatMap(([prefix, part]) => {
    const [, split, classSet] = /^(.+)\/([^/]+)$/.exec(prefix) ?? [];
    if (split === undefined) return [];
    const nearest = objectOf(objectOf(part)['nearest']);
    return (['image', 'text'] as const).map((shown) => ({
      split,
      finds: `${shown === 'image' ? 'images like an image' : 'captions like a caption'} (${classSet})`,
      byImage: shown === 'image',
      shown,
      examples: nearest[`${shown}-to-${shown}`],
    }));
  });
}
