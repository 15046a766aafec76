import { ourPackages } from '@alignclip/backend';
import { messageOf, nearestNames, systemReason, UserError } from '@alignclip/core';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';

/** Why a user's program didn't load, with file and line. A UserError of its own code stays as it is. */
export function loadFailure(path: string, error: unknown): UserError {
  if (error instanceof UserError) return error;
  const { what, place } = reasonOf(resolve(path), error);
  return new UserError(`experiment file "${path}": ${place === undefined ? '' : `${shortPath(place)}: `}${what}`);
}

/** `place`: a file, with line and perhaps column. */
interface Reason {
  readonly what: string;
  readonly place?: string | undefined;
}

function reasonOf(file: string, error: unknown): Reason {
  const { name = 'Error', message = messageOf(error), stack = '' } = (error ?? {}) as Partial<Error>;
  const system = systemReason(error);
  if (system !== undefined) return { what: system, place: (error as NodeJS.ErrnoException).path };
  if (/^await is only valid|top-level await/.test(message))
    return {
      what: '"await" outside a function is not possible in an experiment file',
      place: lineOf(file, /^[^/'"`]*\bawait\b/),
    };
  const known = syntaxError(name, message) ?? missingImport(message, file);
  if (known !== undefined) return known;
  const hint = missingExport(message, file) ?? message.split('\n')[0]!;
  return { what: name === 'Error' ? hint : `${name}: ${hint}`, place: placeIn(stack) };
}

/** What the TypeScript hook says of a file that is no program. */
function syntaxError(name: string, message: string): Reason | undefined {
  const [, place, what] = /^(\/.+?:\d+(?::\d+)?): (.*)/s.exec(message) ?? [];
  return name === 'SyntaxError' && what !== undefined ? { what: `SyntaxError: ${what}`, place } : undefined;
}

/** A path as a user in the current folder writes it. */
function shortPath(place: string): string {
  const short = relative(process.cwd(), place);
  return short.startsWith('..') ? place : short;
}

const ours = (file: string): boolean =>
  file.startsWith('node:') || ourPackages().some(({ folder }) => file.startsWith(folder + sep));

/** The first line of a stack, or the head of a syntax error, that lies in a user's file: `file:line:column`. */
function placeIn(stack: string): string | undefined {
  const places = [...stack.matchAll(/^(?: {4}at (?:.*\()?)?(?:file:\/\/)?(\/[^()]+?:\d+(?::\d+)?)\)?$/gm)];
  return places.map(([, place]) => place!).find((place) => !ours(place) && !place.includes('/node_modules/'));
}

/** What is said of an import that leads nowhere, and where it stands; undefined for other messages. */
function missingImport(message: string, file: string): Reason | undefined {
  const [, request, importer = file] = /^Cannot find module '(.*)'(?:\nRequire stack:\n- (.+))?/.exec(message) ?? [];
  if (request !== undefined) {
    const near = similar(request, importer).map((name) => `"${name}"`);
    const hint = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '';
    return { what: `there is no module "${request}"${hint}`, place: lineOf(importer, quoted(request)) };
  }
  const [, part, name] =
    /^Package subpath '\.(.+)' is not defined by "exports" in .*\/node_modules\/(.+)\/package/.exec(message) ?? [];
  return name === undefined
    ? undefined
    : { what: `there is no module "${name}${part}"`, place: lineOf(file, quoted(`${name}${part}`)) };
}

/** What could be meant by the request: files next to it, or alignclip's packages. */
function similar(request: string, importer: string): string[] {
  const [last, start] = [basename(request), request.slice(0, request.length - basename(request).length)];
  if (!request.startsWith('.')) {
    if (start !== '' && start !== '@alignclip/') return [];
    const names = start === '' ? ['alignclip', 'zod'] : ourPackages().map(({ name }) => name);
    return nearestNames(last, names).map((name) => start + name);
  }
  const folder = resolve(dirname(importer), start);
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => /\.[cm]?[jt]s$|\.json$/.test(name)) : [];
  const others = files.filter((name) => join(folder, name) !== importer);
  const asWritten = (name: string) => (extname(request) === '' ? name.replace(/\.[cm]?[jt]s$/, '') : name);
  return nearestNames(last, others.map(asWritten)).map((name) => start + name);
}

const quoted = (request: string): RegExp =>
  new RegExp(`['"]${request.replaceAll(/[.*+?^${'$'}{}()|[\]\\]/g, '\\$&')}['"]`);

/** The first line of the file that fits, as `file:line`. */
function lineOf(file: string, pattern: RegExp): string {
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((text) => pattern.test(text));
  return line < 0 ? file : `${file}:${line + 1}`;
}

/** "x is not exported" for a call of a name that `alignclip` lacks, as the file imports it; undefined for other messages. */
function missingExport(message: string, file: string): string | undefined {
  const [, source, name] = /^\(0 , _(alignclip)\w*\.(\w+)\) is not a function/.exec(message) ?? [];
  if (source === undefined || name === undefined) return undefined;
  const near = nearestNames(name, Object.keys(createRequire(file)(source) as object));
  return `"${source}" exports no "${name}"${near.length > 0 ? `; did you mean ${near.map((other) => `"${other}"`).join(' or ')}?` : ''}`;
}
