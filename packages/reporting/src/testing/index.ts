export { describeFigure } from './describe-figure';
export { describeTable } from './describe-table';
export { figureRecords } from './figure-records';
export { hasPdfLatex, latexComplaints, noPdfLatex } from './pdflatex';
