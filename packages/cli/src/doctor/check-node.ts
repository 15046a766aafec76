import { type Check, ok, problem } from './check';

/** The oldest Node whose `require` reads ES modules. */
const oldest = [20, 19] as const;

export function checkNode(version: string = process.versions.node): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
  const needed = oldest.join('.');
  return enough
    ? ok('Node', version)
    : problem('Node', `${version} is older than ${needed}`, `install Node ${needed} or newer`);
}
