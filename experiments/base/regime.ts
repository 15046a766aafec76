import { range } from 'alignclip';
import { emojiBase, emojiProfiles } from './emoji';
import { hasPhotographs, pretrainedBase } from './pretrained';

/** CLIP on emoji from scratch; a head on frozen pretrained encoders where ALIGNCLIP_PHOTOS names photographs. */
export const base = hasPhotographs ? pretrainedBase : emojiBase;

/** Ten seeds on photographs, where a run takes seconds. */
export const profiles = hasPhotographs ? { ...emojiProfiles, full: { seeds: range(10) } } : emojiProfiles;

/** Photographs have a run folder of their own. */
export const folderOf = (name: string): string => (hasPhotographs ? `${name}-photographs` : name);

/** A full profile whose steps the variants decide. */
export const profilesOfSteps = {
  ...profiles,
  full: { seeds: profiles.full.seeds },
};
