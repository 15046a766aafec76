export * from './describe-teacher';
