import { z } from 'zod';

/** What a user must know about one option. Inner options are named by path: `blocks.from`, `columns[].title`. */
export interface OptionRow {
  readonly name: string;
  /** The text of `.describe()`; empty without one. */
  readonly meaning: string;
  /** Kind, range or choices: `number > 0`, `"image" or "text"`. */
  readonly values: string;
  /** As written in an experiment file; undefined without a default, and if the meaning states it: "(default: …)". */
  readonly default?: string;
  readonly required: boolean;
}

/** The options of a component, in the order of its schema; inner options follow their object. */
export function optionRows(schema: z.ZodType): OptionRow[] {
  return rowsOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node, '');
}

/** The parts of a JSON schema that zod writes for component options. */
interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Node[];
  /** Forms told apart by a field, of which the meaning speaks. */
  readonly oneOf?: readonly Node[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly items?: Node | false;
  readonly prefixItems?: readonly Node[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Node | false;
}

const rowsOf = (node: Node, prefix: string): OptionRow[] =>
  Object.entries(node.properties ?? {}).flatMap(([key, option]) => {
    const name = prefix + key;
    const row = {
      name,
      meaning: option.description ?? '',
      values: valuesOf(option),
      required: node.required?.includes(key) ?? false,
    };
    const isShown = option.default !== undefined && !row.meaning.includes('(default: ');
    return [isShown ? { ...row, default: literal(option.default) } : row, ...innerRows(option, name)];
  });

/** Rows of the objects inside an option: in the option itself, a list, a map or one of its alternatives. */
function innerRows(option: Node, name: string): OptionRow[] {
  if (option.properties) return rowsOf(option, `${name}.`);
  if (option.anyOf) return option.anyOf.flatMap((form) => innerRows(form, name));
  if (option.items) return innerRows(option.items, `${name}[]`);
  return option.additionalProperties ? innerRows(option.additionalProperties, `${name}.*`) : [];
}

function valuesOf(node: Node): string {
  if (node.const !== undefined) return literal(node.const);
  if (node.enum) return choices(node.enum.map(literal));
  const forms = formsOf(node);
  if (forms) return [...new Set(forms.map(valuesOf))].join(' or ');
  if (node.prefixItems) return `[${node.prefixItems.map(valuesOf).join(', ')}]`;
  if (node.items) return `list of ${several(node.items)}`;
  if (node.type === 'integer' || node.type === 'number') return numberOf(node);
  if (node.type === 'boolean') return 'true or false';
  if (node.type === 'string') return 'text';
  if (node.additionalProperties) return `map from names to ${grouped(valuesOf(node.additionalProperties))}`;
  return node.type === 'object' ? 'object' : 'any';
}

const formsOf = ({ anyOf, oneOf }: Node): readonly Node[] | undefined => anyOf ?? oneOf;

const grouped = (values: string): string => (/ or /.test(values) ? `(${values})` : values);

const several = (node: Node): string => grouped(valuesOf(node)).replace(/^(text|number|whole number|object)\b/, '$1s');

const maxChoices = 8;

/** "'a' or 'b'"; only the first of many choices. */
const choices = (all: readonly string[]): string =>
  all.length > maxChoices ? `one of ${all.length}: ${all.slice(0, 3).join(', ')}, …` : all.join(' or ');

/** "number > 0", "whole number ≥ 1", "number from 0 to 1". */
function numberOf(node: Node): string {
  const whole = node.type === 'integer';
  const least = whole && node.exclusiveMinimum !== undefined ? node.exclusiveMinimum + 1 : node.minimum;
  const from = within(least);
  const to = within(node.maximum);
  const kind = whole ? 'whole number' : 'number';
  if (from !== undefined && to !== undefined) return `${kind} from ${from} to ${to}`;
  const bounds = [
    ...(from === undefined ? [] : [`≥ ${from}`]),
    ...(whole || node.exclusiveMinimum === undefined ? [] : [`> ${node.exclusiveMinimum}`]),
    ...(to === undefined ? [] : [`≤ ${to}`]),
    ...(node.exclusiveMaximum === undefined ? [] : [`< ${node.exclusiveMaximum}`]),
  ];
  return [kind, bounds.join(' and ')].filter(Boolean).join(' ');
}

/** Zod gives every whole number the bounds of safe integers; they are not shown. */
const within = (bound: number | undefined): number | undefined =>
  bound === undefined || Math.abs(bound) === Number.MAX_SAFE_INTEGER ? undefined : bound;

/** A value as written in an experiment file: `['a', 'b']`, `{ from: 0 }`, `1.333`. */
function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number') return String(Number(value.toPrecision(4)));
  if (Array.isArray(value)) return listOf(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([key, inner]) => `${key}: ${literal(inner)}`);
  return entries.length > 0 ? `{ ${entries.join(', ')} }` : '{}';
}

const maxLength = 90;

/** Long lists are cut: "['a', 'b', … 16 more]". */
function listOf(values: readonly unknown[]): string {
  const texts = values.map(literal);
  const fits = texts.findIndex((_, i) => texts.slice(0, i + 1).join(', ').length > maxLength);
  const shown = fits < 0 ? texts : [...texts.slice(0, fits), `… ${texts.length - fits} more`];
  return `[${shown.join(', ')}]`;
}
