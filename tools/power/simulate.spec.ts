import { checkPower, lookedAtOften, named, untilDecided } from './simulate';

/** Small size; `npm run -s check:power` has the full one, with its figures in docs/how-to/how-verdicts-are-made.md. */
const experiments = 200;
/** Three standard errors of a share of 5 % in so many experiments. */
const slack = 3 * Math.sqrt((0.05 * 0.95) / experiments);

describe('until decided', () => {
  it('says yes falsely at most as often as it promises, at whatever number of seeds it stops', () => {
    const { holds, fails } = untilDecided('normal', 0, experiments);
    expect(holds + fails).toBeLessThan(0.05 + slack);
    expect(untilDecided('normal', -0.5, experiments, 'no worse').holds).toBeLessThan(0.05 + slack);
    expect(lookedAtOften(experiments)).toBeGreaterThan(0.1); // what a t test does instead
  });

  it('finds what is there, with fewer seeds the larger it is', () => {
    const [large, small] = [untilDecided('normal', 2, experiments), untilDecided('normal', 1, experiments)];
    expect(Math.min(large.holds, small.holds)).toBeGreaterThan(0.95);
    expect(large.seeds).toBeLessThan(small.seeds);
    expect(small.seeds).toBeLessThan(25);
  });
});

describe('named seeds', () => {
  it('hold their level against a margin, and find what lies well within it', () => {
    expect(named('normal', -0.5, 12, experiments, 'no worse').holds).toBeLessThan(0.05 + slack);
    expect(named('normal', 0.5, 12, experiments, 'same').holds).toBeLessThan(0.05 + slack);
    expect(named('normal', 0.5, 12, experiments, 'no worse').holds).toBeGreaterThan(0.85);
  });

  it('have the power that is computed', () => {
    const { student, studentSeen, signFlip, signFlipSeen } = checkPower(1, 10, experiments);
    expect(Math.abs(studentSeen - student)).toBeLessThan(0.09);
    expect(Math.abs(signFlipSeen - signFlip)).toBeLessThan(0.09);
  });
});
