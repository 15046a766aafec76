// @ts-check
/**
 * A plugin of TypeScript's language service: where an editor shows an option, as in `trainer({ steps: 500 })`, it also
 * shows what the option's schema says of it in `.describe('…')`. Named in tsconfig.base.json; the compiler ignores it.
 *
 * @type {import('typescript').server.PluginModuleFactory}
 */
module.exports = ({ typescript }) => {
  ts = typescript;
  return {
    create: ({ languageService: service }) => ({
      ...service,
      getQuickInfoAtPosition(file, position, ...rest) {
        const shown = service.getQuickInfoAtPosition(file, position, ...rest);
        if (shown === undefined) return undefined;
        const { start, length } = shown.textSpan;
        const text =
          service
            .getProgram()
            ?.getSourceFile(file)
            ?.text.slice(start, start + length) ?? '';
        return withMeaning(shown, meaningOf(service, file, start, text));
      },
      getCompletionEntryDetails(file, position, name, ...rest) {
        const shown = service.getCompletionEntryDetails(file, position, name, ...rest);
        return shown && withMeaning(shown, meaningOf(service, file, position, name));
      },
    }),
  };
};

/** @type {typeof import('typescript')} the editor's own */
let ts;

/**
 * The text of `.describe('…')` at the end of a schema, which may be a constant or made by a function.
 *
 * @param {import('typescript').Node | undefined} node
 * @param {import('typescript').TypeChecker} checker
 * @returns {string | undefined}
 */
const describedBy = (node, checker) => {
  if (node === undefined) return undefined;
  if (ts.isIdentifier(node)) return describedBy(valueOf(checker.getSymbolAtLocation(node), checker), checker);
  if (ts.isArrowFunction(node)) return describedBy(node.body, checker);
  if (!ts.isCallExpression(node)) return undefined;
  if (!ts.isPropertyAccessExpression(node.expression)) return describedBy(node.expression, checker);
  const [text] = node.arguments;
  const isDescription = node.expression.name.text === 'describe' && text !== undefined;
  if (isDescription && ts.isStringLiteralLike(text)) return text.text;
  if (isDescription && ts.isTemplateExpression(text)) return text.head.text; // what doesn't depend on the component
  return describedBy(node.expression.expression, checker);
};

/** What a name stands for. @param {import('typescript').Symbol | undefined} symbol @param {import('typescript').TypeChecker} checker */
const valueOf = (symbol, checker) => {
  const isAlias = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  const [declaration] = (isAlias ? checker.getAliasedSymbol(symbol) : symbol)?.declarations ?? [];
  return declaration !== undefined && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
};

/** The schema of an option. @param {import('typescript').Declaration | undefined} option @param {import('typescript').TypeChecker} checker */
const schemaOf = (option, checker) => {
  if (option === undefined) return undefined;
  if (ts.isShorthandPropertyAssignment(option))
    return valueOf(checker.getShorthandAssignmentValueSymbol(option), checker);
  return ts.isPropertyAssignment(option) ? option.initializer : undefined;
};

/** The object literal that a position is directly inside of. @param {import('typescript').Node} node @param {number} position @returns {import('typescript').ObjectLiteralExpression | undefined} */
const literalAt = (node, position) => {
  const inner = ts.forEachChild(node, (child) =>
    child.getFullStart() <= position && position <= child.getEnd() ? literalAt(child, position) : undefined,
  );
  return inner ?? (ts.isObjectLiteralExpression(node) ? node : undefined);
};

/**
 * What the schema says of the option `name` at a position.
 * @param {import('typescript').LanguageService} service
 * @param {string} file
 * @param {number} position
 * @param {string} name
 */
const meaningOf = (service, file, position, name) => {
  const program = service.getProgram();
  const source = program?.getSourceFile(file);
  const literal = source && literalAt(source, position);
  return program && literal && meaningIn(literal, program.getTypeChecker(), name);
};

/**
 * @param {import('typescript').ObjectLiteralExpression} literal
 * @param {import('typescript').TypeChecker} checker
 * @param {string} name
 */
const meaningIn = (literal, checker, name) => {
  const type = checker.getContextualType(literal);
  const options = type && checker.getNonNullableType(type);
  const [option] = (options && checker.getPropertyOfType(options, name)?.declarations) ?? [];
  return describedBy(schemaOf(option, checker), checker);
};

/** The same answer with the meaning in it. @template {{ documentation?: import('typescript').SymbolDisplayPart[] }} T @param {T} shown @param {string | undefined} meaning @returns {T} */
const withMeaning = (shown, meaning) =>
  meaning === undefined
    ? shown
    : { ...shown, documentation: [...(shown.documentation ?? []), { kind: 'text', text: meaning }] };
