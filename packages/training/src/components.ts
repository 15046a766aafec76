export * from './adam-w';
export * from './fixed-logit-scale';
export * from './learned-logit-scale';
export * from './trainer';
export * from './warm-up-constant';
export * from './warm-up-constant-cooldown';
export * from './warm-up-cosine';
