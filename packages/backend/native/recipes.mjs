import { join } from 'node:path';

/**
 * @typedef {import('./system.mjs').System} System
 * @typedef {{ binding: string, tensorflow: string, nodeHeaders: string, own: string }} Folders
 * `binding`: tfjs-node-gpu; `tensorflow`: libraries and `include`; `own`: the sources of this folder.
 */

/**
 * Compiler arguments of the two files of the binding: the package's own sources with what makes them a member of a
 * cluster (not on macOS), and the loader, which keeps them quiet and signals off their threads.
 * @param {System} system
 * @param {Folders} folders
 * @param {number} napi
 * @returns {Record<string, string[]>}
 */
export function bindingRecipes(system, { binding, tensorflow, nodeHeaders, own }, napi) {
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(binding, 'binding', file));
  const common = [
    '-shared',
    '-fPIC',
    '-O2',
    '-std=c++17',
    ...system.abi,
    `-DNAPI_VERSION=${String(napi)}`,
    ...system.undefinedSymbols,
    '-I',
    nodeHeaders,
  ];
  const collectives = [join(own, 'collectives.cc'), '-Wl,--wrap=TFE_NewContext', '-pthread'];
  return {
    'tfjs_binding_tensorflow.so': [
      ...common,
      '-I',
      join(tensorflow, 'include'),
      '-I',
      binding,
      ...sources,
      ...(system.hasCollectives ? collectives : []),
      ...['-L', tensorflow, '-ltensorflow', '-ltensorflow_framework'],
      `-Wl,-rpath,${system.besideTheFile}/../../deps/lib`,
    ],
    'tfjs_binding.node': [...common, join(own, 'binding-loader.cc'), ...system.loader],
  };
}

/**
 * Compiler flags of our operations. The code is built for every x86-64 level in one file (ops/simd.h), so -march is not
 * wanted here.
 * @param {System} system
 */
export const opsFlags = ({ abi, undefinedSymbols }) => [
  ...['-shared', '-fPIC', '-O3', '-std=c++17', '-ffp-contract=fast', '-fvisibility=hidden'],
  ...[...abi, '-Wall', '-Wextra', '-Wno-psabi', '-Wno-deprecated-declarations', ...undefinedSymbols],
];
