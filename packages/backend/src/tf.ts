// Registers the gradients of all operations: the core's own list of them is an ES module that CommonJS can't load.
import '@tensorflow/tfjs-layers';

/** The tensor library. Everything else in the repository gets it from here. */
export * as tf from '@tensorflow/tfjs-core';
