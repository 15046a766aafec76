/** Everything that an experiment file needs, from one place: all components, and what a user needs to write their own. */
export * from '@alignclip/datasets';
export * from '@alignclip/encoders';
export * from '@alignclip/evaluation';
export * from '@alignclip/launchers';
export * from '@alignclip/losses';
export * from '@alignclip/maps';
export * from '@alignclip/reporting';
export * from '@alignclip/sharing';
export * from '@alignclip/teachers';
export * from '@alignclip/training';
export { defineExperiment, grid, range, type ExperimentDefinition } from '@alignclip/experiment';
export { headScope, normal, Parameters, type Scope, towerScope } from '@alignclip/nn';
export * as nn from '@alignclip/nn';
export { bootstrapIntervals, innerProduct, weightedMean } from '@alignclip/metrics';
export * as metrics from '@alignclip/metrics';
export { tf } from '@alignclip/backend';
export * from '@alignclip/core';
export { z } from 'zod';
