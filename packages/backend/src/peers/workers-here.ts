import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nativeRecord } from '../native-record';

/** Why no binding of this system has workers (native/system.mjs); undefined where it does not rule them out. */
export const obstacleOfSystem = (): string | undefined =>
  process.platform === 'darwin' ? 'several workers need Linux' : undefined;

/** Why several workers can't train together here; undefined if they can. */
export function obstacleToWorkers(): string | undefined {
  const system = obstacleOfSystem();
  if (system !== undefined) return system;
  if (!nativeRecord()?.tensorflow) return 'they need native TensorFlow';
  const folder = join(dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json')), 'lib');
  const bindings = readdirSync(folder).map((name) => join(folder, name, 'tfjs_binding_tensorflow.so'));
  const knows = (file: string): boolean =>
    existsSync(file) && readFileSync(file).includes('alignclip_export_collectives');
  return bindings.some(knows) ? undefined : 'the TensorFlow binding was built without collective operations';
}
