export { hasAddOn, hasTensorflow, noAddOn, noTensorflow } from './has-add-on';
export { withoutCustomOps } from './without-custom-ops';
