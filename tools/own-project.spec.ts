import { join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '..');
/** A file of a user's, who imports all that we export for users. */
const own = join(root, 'own-project.ts');
const source = `
  import * as all from 'alignclip';
  import * as suites from 'alignclip/testing';
  export const used: readonly object[] = [all, suites];
`;

/** As ordinary projects have them beside a clone; `tsconfig.base.json` has others. */
const ordinary: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node', 'jest'],
  customConditions: ['@alignclip/source'],
};
const strictest: ts.CompilerOptions = {
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitReturns: true,
  noImplicitOverride: true,
  noFallthroughCasesInSwitch: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  isolatedModules: true,
  noUncheckedSideEffectImports: true,
};
const bundled = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };

/** `npm run check:study` compiles one from npm packages, under "strict" and for Node. */
describe('a project of a user that imports alignclip from a clone', () => {
  it('compiles without an error under every stricter option, with a bundler', () => {
    const all = { ...ordinary, ...strictest, ...bundled };
    const host = ts.createCompilerHost(all);
    const { readFile, fileExists } = host;
    host.readFile = (path) => (path === own ? source : readFile(path));
    host.fileExists = (path) => path === own || fileExists(path);
    const program = ts.createProgram([own], all, host);
    const errors = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
      const text = ts.flattenDiagnosticMessageText(messageText, ' ');
      return `${file?.fileName.slice(root.length) ?? ''}: ${text}`;
    });
    expect(errors.slice(0, 10)).toEqual([]);
    expect(program.getSourceFiles().length).toBeGreaterThan(400);
  }, 600_000);
});
