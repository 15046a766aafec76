export * from './describe-map';
export * from './made-rows';
