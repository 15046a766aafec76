import { spawn } from 'node:child_process';

/**
 * Runs a command to its end. Its output is shown when `show`, else kept.
 * Resolves to { ok, stdout, output (with stderr), reason }, also when the command doesn't exist.
 */
export function run(command, args, { show = false, ...options } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      ...options,
    });
    let stdout = '';
    let output = '';
    child.stdout?.on('data', (text) => {
      stdout += text;
      output += text;
    });
    child.stderr?.on('data', (text) => (output += text));
    child.on('error', (error) =>
      done({ ok: false, stdout, output, reason: error.code === 'ENOENT' ? `${command} was not found` : error.message }),
    );
    child.on('close', (code, signal) =>
      done({ ok: code === 0, stdout, output, reason: code === 0 ? '' : `${command} ended with ${signal ?? code}` }),
    );
  });
}

/** The telling line of a failed command: its first "error" line, else its last line. */
export function telling({ output, reason }) {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? reason;
}
