export * from './describe-evaluator';
export * from './describe-probe';
export * from './toy-dataset';
export * from './toy-models';
