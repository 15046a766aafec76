export { hasAddOn, hasTensorflow, noAddOn, noTensorflow } from './has-add-on';
