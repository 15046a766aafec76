export { corruptFiles, expectUntouched } from './corrupt-files';
