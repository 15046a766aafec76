export { corruptFiles, expectUntouched } from './corrupt-files';
export { type Member, madeZip } from './made-zip';
export { dict, madeLegacyCheckpoint, pickle, storage, tensor, text } from './pickle-bytes';
export { encodeEvent } from '../tensorboard/event-file';
export { tfRecord } from '../tensorboard/tf-record';
export { clipForm, type ClipSizes } from './clip-form';
