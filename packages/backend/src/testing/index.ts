export { hasAddOn, hasTensorflow, noAddOn, noTensorflow } from './has-add-on';
export { answersOf, startWorker } from './start-workers';
export { withoutCustomOps } from './without-custom-ops';
