export { describeFigure } from './describe-figure';
export { figureRecords } from './figure-records';
