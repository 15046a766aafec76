export { changeJson, hubTokenizer, madeHubFolder, type HubName } from './hub-folder';
export { differences } from './compare-runs';
export { madeRecord } from './made-record';
export { scratchFolder } from './scratch-folder';
export { tinyBase, tinyExperiment } from './tiny-experiment';
