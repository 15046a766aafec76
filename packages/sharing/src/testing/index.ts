export * from './describe-sharing-strategy';
export * from './tower-paths';
