import { counted, UserError } from '@alignclip/core';

/** Far more than a file of weights has; each takes some hundred bytes in memory. */
const maxTensors = 200_000;

/** A header is an object of objects of lists, three to a tensor. */
const ofHeaders = { depth: 3, objects: 3 * maxTensors };

/**
 * Throws UserError where JSON is nested deeper than the limit, or has more objects and lists; those of headers are the format's. Checked
 * before it is parsed, which would take many times its size. Gives the position of the first number that is written with a
 * fraction or an exponent, which parsed JSON doesn't show: `2.0`.
 */
export function checkStructure(json: string, limits = ofHeaders): number | undefined {
  let [depth, opened] = [0, 0];
  let fraction: number | undefined;
  for (let at = 0; at < json.length; at += 1) {
    const character = json.charCodeAt(at);
    if (character === quote) at = textEnd(json, at);
    else if (opening.has(character)) {
      depth += 1;
      opened += 1;
      if (depth > limits.depth) throw new UserError(`nested deeper than ${counted(limits.depth, 'level')}`);
      if (opened > limits.objects)
        throw new UserError(
          limits === ofHeaders
            ? `more than ${counted(maxTensors, 'tensor')}`
            : `more than ${counted(limits.objects, 'object')}`,
        );
    } else if (closing.has(character)) depth -= 1;
    else if (character === dot || isExponent(json, at)) fraction ??= at;
  }
  return fraction;
}

/** Where the text that starts here has its closing quote; the end of the JSON where it has none. */
function textEnd(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at += 1) {
    const character = json.charCodeAt(at);
    if (character === quote) return at;
    if (character === backslash) at += 1;
  }
  return json.length;
}

const isExponent = (json: string, at: number): boolean =>
  (json.charCodeAt(at) | 32) === letterE && /\d/.test(json[at - 1] ?? '');

const letterE = 0x65;
const [quote, backslash, dot] = [0x22, 0x5c, 0x2e];
const opening = new Set([0x5b, 0x7b]); // [ {
const closing = new Set([0x5d, 0x7d]); // ] }
