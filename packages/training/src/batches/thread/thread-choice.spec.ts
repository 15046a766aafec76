import { threadChoice } from './thread-choice';

describe('threadChoice', () => {
  const of = (wanted: string | undefined, threads: string) =>
    threadChoice({ ALIGNCLIP_BATCH_THREAD: wanted, TF_NUM_INTRAOP_THREADS: threads });

  it('is automatic, but for trainings of one thread', () => {
    expect([of(undefined, '2'), of('', '2'), of('auto', '4'), of(undefined, '1'), of('auto', '1')]).toEqual([
      'auto',
      'auto',
      'auto',
      'off',
      'off',
    ]);
  });

  it('is what is asked for', () => {
    expect([of('on', '1'), of('off', '8')]).toEqual(['on', 'off']);
    expect(() => of('onn', '2')).toThrow(/ALIGNCLIP_BATCH_THREAD.*"onn".*"on"/);
  });
});
