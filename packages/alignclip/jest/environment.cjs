const { TestEnvironment } = require('jest-environment-node');

// Native code reads the true environment, which tests can't set: TensorFlow's notices are off.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';

/** Tests get Node's own typed arrays: native add-ons check `instanceof`, which fails across realms. */
module.exports = class extends TestEnvironment {
  /** @override */
  async setup() {
    await super.setup();
    for (const name of [
      'Float32Array',
      'Float64Array',
      'Int32Array',
      'Uint32Array',
      'Uint16Array',
      'Int16Array',
      'Int8Array',
      'Uint8ClampedArray',
      'BigInt64Array',
      'BigUint64Array',
      'DataView',
    ]) {
      Object.assign(this.global, { [name]: /** @type {unknown} */ (Reflect.get(globalThis, name)) });
    }
  }
};
