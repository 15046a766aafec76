import { nativeRecord } from '../native-record';

/** Whether the set-up built our add-on to TensorFlow and the tests run with both. */
export function hasAddOn(): boolean {
  const { ALIGNCLIP_BACKEND: backend = 'tensorflow', ALIGNCLIP_CUSTOM_OPS: chosen } = process.env;
  return backend === 'tensorflow' && chosen !== 'off' && Boolean(chosen || nativeRecord()?.ops);
}

/** The reason for `itWhere` and `describeWhere`. */
export const noAddOn = 'no add-on to TensorFlow (npm run setup builds it)';
