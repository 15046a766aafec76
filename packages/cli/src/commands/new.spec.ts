import { Command } from 'commander';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { camelCase, kinds, packageFiles } from '../new/from-template';
import { printed } from '../testing/run-bin';
import { newCommand, newInRepository, withExport } from './new';

const repository = resolve(__dirname, '../../../..');
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'alignclip-new-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const create = (...words: string[]) => {
  const program = new Command().exitOverride();
  newCommand(program);
  return printed(() => program.parseAsync(['new', ...words], { from: 'user' }));
};
const text = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');

describe('new --here', () => {
  it.each(kinds)('writes source, spec and page of a $kind, and how to use it', async ({ kind, slot }) => {
    const lines = await create(kind, 'bright-idea', '--here', folder);
    expect(readdirSync(folder).sort()).toEqual(['bright-idea.md', 'bright-idea.spec.ts', 'bright-idea.ts']);
    expect(text('bright-idea.ts')).toContain(`type: 'bright-idea'`);
    expect(text('bright-idea.spec.ts')).toMatch(/import \{ brightIdea(, brightIdea\w+)? \} from '.\/bright-idea';/);
    for (const name of readdirSync(folder)) expect(text(name)).not.toMatch(/new[-_A-Z](?!ParameterStore)/);
    expect(lines.at(-1)).toContain(`${slot}: `);
  });

  it('writes nothing where one of the files exists', async () => {
    writeFileSync(join(folder, 'bright-idea.md'), 'mine');
    await expect(create('loss', 'bright-idea', '--here', folder)).rejects.toThrow(
      `${join(folder, 'bright-idea.md')} already exists: nothing was written`,
    );
    expect(readdirSync(folder)).toEqual(['bright-idea.md']);
    expect(text('bright-idea.md')).toBe('mine');
  });

  it.each([
    ['los', 'a', 'unknown kind of component "los"; did you mean "loss"?'],
    ['loss', 'BrightIdea', 'name "BrightIdea" is not in kebab-case; did you mean "bright-idea"?'],
    ['loss', 'clip', 'name "clip": "alignclip" already exports "clip"'],
    ['loss', 'switch', 'name "switch": "switch" is a reserved word'],
  ])('refuses %s %s', async (kind, name, message) => {
    await expect(create(kind, name, '--here', folder)).rejects.toThrow(message);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('new --package', () => {
  it('writes a package that names its contract and its peer', async () => {
    await create('loss', 'bright-idea', '--package', '--here', folder);
    const file = (...path: string[]) => text('alignclip-component-bright-idea', ...path);
    expect(JSON.parse(file('package.json'))).toMatchObject({
      name: 'alignclip-component-bright-idea',
      peerDependencies: { alignclip: '>=0.1.0' },
    });
    expect(file('src/bright-idea.ts')).toContain(`type: 'bright-idea',\n  contract: 1,\n`);
    expect(file('src/index.ts')).toBe(`export * from './bright-idea';\n`);
  });
});

describe('new in an ES module', () => {
  it('writes imports as Node finds them', async () => {
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const lines = await create('loss', 'bright-idea', '--here', folder);
    expect(text('bright-idea.spec.ts')).toContain(`from './bright-idea.js';`);
    expect(lines).toContain(`  import { brightIdea } from './bright-idea.js';`);
  });
});

describe('new in the repository', () => {
  it('writes the three files and the line of the package', () => {
    mkdirSync(join(folder, 'packages/losses/src'), { recursive: true });
    mkdirSync(join(folder, 'docs/components'), { recursive: true });
    const list = `export * from './alignment';\nexport * from './clip';\n`;
    writeFileSync(join(folder, 'packages/losses/src/components.ts'), list);
    const loss = kinds.find(({ kind }) => kind === 'loss')!;
    newInRepository(loss, 'bright-idea', folder);
    expect(text('packages/losses/src/components.ts')).toBe(
      `export * from './alignment';\nexport * from './bright-idea';\nexport * from './clip';\n`,
    );
    expect(text('packages/losses/src/bright-idea.spec.ts')).toContain(`from './testing'`);
    expect(text('docs/components/bright-idea.md')).toContain('# bright-idea\n');
    expect(() => newInRepository(loss, 'bright-idea', folder)).toThrow('already exists: nothing was written');
    expect(text('packages/losses/src/components.ts').match(/bright-idea/g)).toHaveLength(1);
  });

  it.each([...new Set(kinds.map((kind) => kind.package))])('finds the place in the list of %s', (name) => {
    const list = readFileSync(join(repository, 'packages', name, 'src/components.ts'), 'utf8');
    const longer = withExport(list, 'bright-idea');
    expect(longer.replace("export * from './bright-idea';\n", '')).toBe(list);
  });

  it('writes what compiles in its package', () => {
    const files = new Map<string, string>();
    for (const kind of kinds) {
      const { source, spec } = packageFiles(kind, `bright-${kind.kind}`);
      const path = join(repository, 'packages', kind.package, 'src', `bright-${kind.kind}`);
      files.set(`${path}.ts`, source).set(`${path}.spec.ts`, spec);
    }
    expect(camelCase('bright-loss')).toBe('brightLoss');
    expect(errorsOf(files)).toEqual([]);
  }, 300_000);
});

/** What the compiler says of files that are not on the disk. */
function errorsOf(files: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(join(repository, 'tsconfig.base.json'), (path) => ts.sys.readFile(path));
  const { options: project } = ts.parseJsonConfigFileContent(
    { ...config, files: [...files.keys()] },
    ts.sys,
    repository,
  );
  const options = { ...project, composite: false, emitDeclarationOnly: false, noEmit: true };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()]
    .flatMap((path) => [...program.getSemanticDiagnostics(program.getSourceFile(path))])
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}
