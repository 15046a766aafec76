export * from './describe-evaluator';
export * from './toy-dataset';
export * from './toy-models';
