import '@tensorflow/tfjs-core/dist/register_all_gradients';

/** The tensor library. Everything else in the repository gets it from here. */
export * as tf from '@tensorflow/tfjs-core';
