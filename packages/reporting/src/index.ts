import { componentsOf } from '@alignclip/core';
import * as all from './components';

export * from './components';
export const reportingComponents = componentsOf(all);

export * from './defaults';
export { configDifferences, shortValue, type ConfigDifference } from './fairness/differences';
export { checkFairness, type Fairness, type FairnessOptions } from './fairness/fairness';
export { provenanceDifferences } from './fairness/differences';
export * from './figures/variant-styles';
export { scoreColumn, type ScoreColumn } from './options';
export * from './preset-tables';
export * from './published-figures';
export { runsByVariant, type VariantRuns } from './records';
export { formatCell, formatInterval, formatP } from './rendering/text';
export * from './rendering/render-csv';
export * from './rendering/render-figure';
export * from './rendering/render-html';
export * from './rendering/render-latex';
export * from './rendering/render-markdown';
export * from './rendering/render-terminal';
export { latexPreamble, latexText } from './rendering/latex-text';
export { formatNumber, htmlText, markdownText, plainText, withPlainTexts } from './rendering/text';
export { gapColumns, retrievalColumns, zeroShotColumns } from './score-columns';
export { tableOfScores } from './tables/table-of-scores';
