export type { Report } from './report';
export { writePage } from './write-page';
