import { spawn } from 'node:child_process';
import { codeOf } from './say.mjs';

/** @typedef {{ ok: boolean, stdout: string, output: string, reason: string }} Result `output` holds stdout and stderr. */

/**
 * Runs a command to its end, and resolves also when the command doesn't exist or fails. Output is kept, or shown when `show`.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ show?: boolean, cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<Result>}
 */
export function run(command, args, { show = false, ...options } = {}) {
  return new Promise((done) => {
    const to = show ? 'inherit' : 'pipe';
    const child = spawn(command, args, { stdio: ['ignore', to, to], ...options });
    let stdout = '';
    let output = '';
    child.stdout?.on('data', (/** @type {Buffer} */ text) => {
      stdout += String(text);
      output += String(text);
    });
    child.stderr?.on('data', (/** @type {Buffer} */ text) => (output += String(text)));
    child.on('error', (error) => {
      const reason = codeOf(error) === 'ENOENT' ? `${command} was not found` : error.message;
      done({ ok: false, stdout, output, reason });
    });
    child.on('close', (code, signal) => {
      const reason = code === 0 ? '' : `${command} ended with ${signal ?? String(code)}`;
      done({ ok: code === 0, stdout, output, reason });
    });
  });
}

/**
 * The line of a failed command that explains the failure: its first "error" line, else its last line.
 * @param {Pick<Result, 'output' | 'reason'>} result
 */
export function failureOf({ output, reason }) {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? reason;
}
