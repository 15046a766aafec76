import { nativeRecord } from '../native-record';

/** Whether the set-up built our add-on to TensorFlow and the tests run with both. */
export function hasAddOn(): boolean {
  const { ALIGNCLIP_BACKEND: backend = 'tensorflow', ALIGNCLIP_CUSTOM_OPS: chosen } = process.env;
  return backend === 'tensorflow' && chosen !== 'off' && Boolean(chosen || nativeRecord()?.ops);
}

/** The reason for `itWhere` and `describeWhere`. */
export const noAddOn = 'no add-on to TensorFlow (npm run setup builds it)';

/** Whether the set-up installed native TensorFlow and the tests run with it, on whatever device. */
export const hasTensorflow = (): boolean =>
  (process.env['ALIGNCLIP_BACKEND'] ?? 'tensorflow') === 'tensorflow' && Boolean(nativeRecord()?.tensorflow);

/** The reason for `itWhere` and `describeWhere`. */
export const noTensorflow = 'no native TensorFlow (npm run setup installs it)';
