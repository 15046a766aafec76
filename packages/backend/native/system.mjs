/**
 * @typedef {{
 *   libraries: readonly string[],
 *   links: Readonly<Record<string, string>>,
 *   abi: readonly string[],
 *   undefinedSymbols: readonly string[],
 *   besideTheFile: string,
 *   loader: readonly string[],
 *   hasCollectives: boolean,
 *   compiler: { older: string, none: string },
 * }} System
 * `libraries`: TensorFlow's; `links`: names under which linkers look for them; `abi`: of the C++ standard library;
 * `undefinedSymbols`: lets Node's own functions be found when it loads the file; `besideTheFile`: the folder of a file,
 * in its search path; `loader`: what binding-loader.cc links to; `compiler`: how to get one where it is too old, or none.
 */

/** @type {System} */
const linux = {
  libraries: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
  links: {
    'libtensorflow.so': 'libtensorflow_cc.so.2',
    'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
  },
  abi: ['-D_GLIBCXX_USE_CXX11_ABI=1'],
  undefinedSymbols: [],
  besideTheFile: '$ORIGIN',
  loader: ['-ldl', '-pthread'],
  hasCollectives: true,
  compiler: { older: 'install g++ 9 or newer', none: 'install one (Debian, Ubuntu: apt install g++)' },
};

/**
 * Written by reading: linked by a cross compiler, never run on a Mac. Apple's linker has no `--wrap`, and macOS no
 * filter for sockets (only-from.h), so that a server of TensorFlow would be open to the network.
 * @type {System}
 */
const macOS = {
  libraries: ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'],
  links: {
    'libtensorflow.dylib': 'libtensorflow_cc.2.dylib',
    'libtensorflow_framework.dylib': 'libtensorflow_framework.2.dylib',
  },
  abi: [],
  undefinedSymbols: ['-Wl,-undefined,dynamic_lookup'],
  besideTheFile: '@loader_path',
  loader: [],
  hasCollectives: false,
  compiler: { older: "install Apple's newest Command Line Tools", none: 'run `xcode-select --install`' },
};

/**
 * What depends on the system when native parts are built.
 * @param {NodeJS.Platform} [platform]
 */
export const systemOf = (platform = process.platform) => (platform === 'darwin' ? macOS : linux);
