import { CurveLog } from './curve-log';

describe('CurveLog', () => {
  it('keeps one value for each step of a probe, and no curve that has a hole', () => {
    const log = new CurveLog(10);
    log.addProbe('p', { step: 0, rmg: 0.5, rsa: 0.1, late: NaN });
    log.addProbe('p', { step: 5, rmg: 0.4, late: 1 });
    log.addProbe('q', { step: 0, rsa: 1 });
    log.addProbe('p', { step: 10, rmg: 0.3, rsa: 0.2, late: 2 });
    expect(log.curves).toEqual({ 'p/step': [0, 5, 10], 'p/rmg': [0.5, 0.4, 0.3], 'q/step': [0], 'q/rsa': [1] });
  });

  it('goes on where an earlier session stopped', () => {
    const log = new CurveLog(10, { 'p/step': [0, 5], 'p/rmg': [0.5, 0.4] });
    log.addProbe('p', { step: 10, rmg: 0.3, rsa: 0.2 });
    expect(log.curves).toEqual({ 'p/step': [0, 5, 10], 'p/rmg': [0.5, 0.4, 0.3] });
  });
});
