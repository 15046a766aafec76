// check-binding.cjs PACKAGE: loads the binding, multiplies two matrices, and prints what it found as JSON.
const util = require('node:util');

/** @typedef {{ isUsingGpuDevice: boolean, binding: { TF_Version: string } }} NodeBackend */

// A function of older versions of Node that the package calls.
Object.assign(util, { isNullOrUndefined: (/** @type {unknown} */ value) => value === null || value === undefined });
const tf = /** @type {import('@tensorflow/tfjs-node-gpu')} */ (require(process.argv[2] ?? '@tensorflow/tfjs-node-gpu'));
const product = tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync();
if (tf.getBackend() !== 'tensorflow' || product[0] !== 3) throw new Error('the binding computes wrong results');
const backend = /** @type {NodeBackend} */ (/** @type {unknown} */ (tf.backend()));
console.log(JSON.stringify({ gpu: backend.isUsingGpuDevice, version: backend.binding.TF_Version }));
