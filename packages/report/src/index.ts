export {
  joinedReport,
  judgeClaims,
  makeReport,
  type JudgedClaim,
  type Report,
  type ReportSource,
} from './model/make-report';
export { powerTables } from './model/power-tables';
export { refuseUnfair } from './model/refuse-unfair';
export { decidedItems, type DecidedItem } from './model/until-decided';
export { reportSources } from './model/report-sources';
export { pageFolder, writePage, writePages } from './page/write-pages';
export { formatNames, reportFormat, type ReportFormat } from './text/report-format';
export { claimBlocks, reportText, sweepText, verdictCounts } from './text/report-text';
export { fileNames, writeReport } from './text/write-report';
