export * from './find-record';
export * from './garbage';
export * from './list-runs';
export * from './records';
export * from './run-events';
export * from './run-store';
