// @ts-check
/**
 * What the native backend needs of the package `@tensorflow/tfjs`, of which it is given this instead (find-source.cjs,
 * jest.preset.cjs): the core, and two names of the layers. All of it, a WebGL backend and more, takes 70 ms longer to load.
 */
const core = require('@tensorflow/tfjs-core');
const { CustomCallback, registerCallbackConstructor } = require('@tensorflow/tfjs-layers');

module.exports = Object.assign(/** @type {object} */ (Object.create(core)), {
  CustomCallback,
  registerCallbackConstructor,
  version: { 'tfjs-core': core.version_core },
});
