import { spawn } from 'node:child_process';
import { holdWith } from './lock.mjs';
import { codeOf } from './say.mjs';

/** @typedef {{ ok: boolean, stdout: string, output: string, reason: string }} Result `output` holds stdout and stderr. */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** Ends what runs, and waits until it has ended. */
export async function stopAll() {
  const ended = [...running].map((child) => new Promise((done) => child.once('close', done)));
  for (const child of running) child.kill();
  await Promise.all(ended);
}

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
    running.add(child);
    holdWith(child.pid);
    let stdout = '';
    let output = '';
    child.stdout?.on('data', (/** @type {Buffer} */ text) => {
      stdout += String(text);
      output += String(text);
    });
    child.stderr?.on('data', (/** @type {Buffer} */ text) => (output += String(text)));
    child.on('error', (error) => {
      running.delete(child);
      const reason = codeOf(error) === 'ENOENT' ? `${command} was not found` : error.message;
      done({ ok: false, stdout, output, reason });
    });
    child.on('close', (code, signal) => {
      running.delete(child);
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
