import { join, resolve } from 'node:path';
import ts from 'typescript';
import plugin from './option-hovers.cjs';

const repository = resolve(__dirname, '../..');
const file = join(repository, 'experiments/shown-in-an-editor.ts');
const text = `import { clip, trainer } from 'alignclip';\nexport const made = [trainer({ accumulate: 2, ema: { decay: 0.9 }, step }), clip({ temperature: 1 })];\n`;

/** The language service as an editor runs it, on one file that is not on the disk. */
function editor(): ts.LanguageService {
  const { config } = ts.readConfigFile(join(repository, 'tsconfig.base.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [file] }, ts.sys, repository);
  const read = (path: string) => (path === file ? text : ts.sys.readFile(path));
  const languageService = ts.createLanguageService({
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      const content = read(path);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => repository,
    getCompilationSettings: () => ({ ...options, composite: false, plugins: [] }),
    getDefaultLibFileName: (of) => ts.getDefaultLibFilePath(of),
    fileExists: (path) => path === file || ts.sys.fileExists(path),
    readFile: read,
    directoryExists: (path) => ts.sys.directoryExists(path),
  });
  const info = { languageService } as ts.server.PluginCreateInfo;
  return plugin({ typescript: ts }).create(info);
}

describe('option hovers', () => {
  const service = editor();
  const shownAt = (word: string) =>
    ts.displayPartsToString(service.getQuickInfoAtPosition(file, text.indexOf(word) + 1)?.documentation);

  it('show the meaning that the schema gives an option, also of an inner one', () => {
    expect(shownAt('accumulate')).toContain('chunks in which a batch is embedded');
    expect(shownAt('decay')).toContain('of the average');
  });

  it('follow a schema that several components share', () => {
    expect(shownAt('temperature')).toContain('τ');
  });

  it('add nothing to what is no option', () => expect(shownAt('made')).toBe(''));

  it('are in completions too', () => {
    const at = text.indexOf('step }') + 'step'.length;
    const details = service.getCompletionEntryDetails(file, at, 'steps', {}, undefined, {}, undefined);
    expect(ts.displayPartsToString(details?.documentation)).toMatch(/step/);
  });
});
