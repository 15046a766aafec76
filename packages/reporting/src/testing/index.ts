export { describeFigure } from './describe-figure';
export { describeTable } from './describe-table';
export { figureRecords } from './figure-records';
export { nullRecords } from './frontier-records';
export { hasPdfLatex, latexComplaints, noPdfLatex } from './pdflatex';
