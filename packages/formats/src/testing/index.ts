export { damagedFiles } from './damaged-files';
export { expectUntouched } from './expect-untouched';
