export { describeFigure } from './describe-figure';
export { describeTable } from './describe-table';
export { figureRecords } from './figure-records';
