// check-binding.cjs PACKAGE: loads the binding, multiplies two matrices, and prints what it found as JSON.
const util = require('node:util');
util.isNullOrUndefined = (value) => value === null || value === undefined;
const tf = require(process.argv[2]);
const product = tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync();
if (tf.getBackend() !== 'tensorflow' || product[0] !== 3) throw new Error('the binding computes wrong results');
console.log(JSON.stringify({ gpu: tf.backend().isUsingGpuDevice, version: tf.backend().binding.TF_Version }));
