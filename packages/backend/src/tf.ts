// Registers the gradients of all operations: the core's own list of them is an ES module that CommonJS can't load.
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';

/** The tensor library. Everything else in the repository gets it from here. */
export { tf };

tf.env().set('PROD', true); // its only effect: no banners, no warnings about kernels that are registered twice
