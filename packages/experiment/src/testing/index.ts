export { differences } from './compare-runs';
