import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Opens a file with the program that the system has for it, which goes on alone. Tells whether there is such a program. */
export async function openFile(path: string): Promise<boolean> {
  const [program, ...args] = opener();
  const child = spawn(program, [...args, path], { detached: true, stdio: 'ignore', env: process.env });
  try {
    await once(child, 'spawn');
  } catch {
    return false;
  }
  child.unref();
  return true;
}

function opener(): [program: string, ...args: string[]] {
  if (process.platform === 'darwin') return ['open'];
  if (process.platform === 'win32') return ['explorer.exe'];
  return ['xdg-open'];
}
