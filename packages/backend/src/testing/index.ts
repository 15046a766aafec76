export { hasAddOn, noAddOn } from './has-add-on';
