import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

interface Built {
  libraries: string[];
  links: Record<string, string>;
  binding: Record<string, string[]>;
  ops: string[];
}

/** What is built on a system, from `recipes.mjs` and `system.mjs`. */
function built(platform: string): Built {
  const [recipes, systems] = ['recipes.mjs', 'system.mjs'].map((file) => JSON.stringify(join(__dirname, file)));
  const program = `
    import { bindingRecipes, opsFlags } from ${recipes};
    import { systemOf } from ${systems};
    const system = systemOf(${JSON.stringify(platform)});
    const folders = { binding: '/tfjs', tensorflow: '/tensorflow', nodeHeaders: '/node', own: '/own' };
    console.log(JSON.stringify({ ...system, binding: bindingRecipes(system, folders, 8), ops: opsFlags(system) }));`;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }),
  ) as Built;
}

const linux = built('linux');
const mac = built('darwin');
const argumentsOf = ({ binding, ops }: Built): string[] => [...Object.values(binding).flat(), ...ops];

describe('what is compiled on Linux', () => {
  it('is the same as ever: builds in the cache are found under these flags', () => {
    expect(linux.binding['tfjs_binding_tensorflow.so']!.join(' ')).toBe(
      '-shared -fPIC -O2 -std=c++17 -D_GLIBCXX_USE_CXX11_ABI=1 -DNAPI_VERSION=8 -I /node -I /tensorflow/include -I /tfjs ' +
        '/tfjs/binding/tfjs_backend.cc /tfjs/binding/tfjs_binding.cc /own/collectives.cc -Wl,--wrap=TFE_NewContext ' +
        '-pthread -L /tensorflow -ltensorflow -ltensorflow_framework -Wl,-rpath,$ORIGIN/../../deps/lib',
    );
    expect(linux.binding['tfjs_binding.node']!.join(' ')).toBe(
      '-shared -fPIC -O2 -std=c++17 -D_GLIBCXX_USE_CXX11_ABI=1 -DNAPI_VERSION=8 -I /node /own/binding-loader.cc -ldl -pthread',
    );
    expect(linux.ops.join(' ')).toBe(
      '-shared -fPIC -O3 -std=c++17 -ffp-contract=fast -fvisibility=hidden -D_GLIBCXX_USE_CXX11_ABI=1 -Wall -Wextra ' +
        '-Wno-psabi -Wno-deprecated-declarations',
    );
  });
});

describe('what is compiled on macOS (never run there)', () => {
  it('has nothing that only GNU or Linux knows', () => {
    const gnuOnly = /--wrap|\$ORIGIN|_GLIBCXX|^-ldl$|--no-undefined|\.so\.2|collectives\.cc/;
    expect(argumentsOf(linux).filter((argument) => gnuOnly.test(argument))).toHaveLength(7);
    expect(argumentsOf(mac).filter((argument) => gnuOnly.test(argument))).toEqual([]);
  });

  it("finds TensorFlow beside the file and Node's functions in Node", () => {
    expect(mac.binding['tfjs_binding_tensorflow.so']).toContain('-Wl,-rpath,@loader_path/../../deps/lib');
    for (const args of [...Object.values(mac.binding), mac.ops])
      expect(args).toContain('-Wl,-undefined,dynamic_lookup');
  });
});

describe('the pinned TensorFlow', () => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- data
  const { tensorflow } = require('./pinned.json') as { tensorflow: Record<string, unknown> & { version: string } };
  interface Download {
    wheels: { name: string; version: string; bytes: number; sha256: string; keep: string[] }[];
    files: Record<string, { bytes: number; sha256: string }>;
  }
  const pinned = (platform: string) => tensorflow[platform] as { cpu: Download; platforms: string[] };
  const tags = { 'linux-x64': /_x86_64$/, 'linux-arm64': /_aarch64$/, 'darwin-arm64': /^macosx_\d+_0_arm64$/ };

  it('is pinned for no other platforms', () => {
    expect(Object.keys(tensorflow).sort()).toEqual([...Object.keys(tags), 'version'].sort());
  });

  it.each(Object.entries(tags))(
    'for %s is one wheel of the version, with the libraries that are linked',
    (name, tag) => {
      const { cpu, platforms } = pinned(name);
      const { libraries, links } = name.startsWith('darwin') ? mac : linux;
      const [wheel, ...others] = cpu.wheels;
      expect(others).toEqual([]);
      expect(wheel!.version).toBe(tensorflow.version);
      expect(Object.keys(cpu.files)).toEqual(libraries.map((library) => `tensorflow/${library}`));
      expect(wheel!.keep).toEqual([...Object.keys(cpu.files), 'tensorflow/include/']);
      expect(Object.values(links)).toEqual(libraries);
      for (const platform of platforms) expect(platform).toMatch(tag);
      for (const { bytes, sha256 } of [wheel!, ...Object.values(cpu.files)]) {
        expect(bytes).toBeGreaterThan(1e7);
        expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      }
    },
  );

  it('has different bytes on every platform', () => {
    const hashes = Object.keys(tags).flatMap((name) => {
      const { wheels, files } = pinned(name).cpu;
      return [...wheels, ...Object.values(files)].map(({ sha256 }) => sha256);
    });
    expect(new Set(hashes).size).toBe(9);
  });
});
