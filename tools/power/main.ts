import { atMost, checkPower, fixedDesign, lookedAtOften, margin, named, untilDecided } from './simulate';
import { type Law, laws } from './made-differences';

/** `npm run -s check:power [EXPERIMENTS]`: prints, as Markdown, how often verdicts are right over made experiments. */
const experiments = Number(process.argv[2] ?? 2000);

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const table = (heading: readonly string[], rows: readonly (readonly (string | number)[])[]): void => {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  console.log(['', line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n'));
};

console.log(`${experiments.toLocaleString('en-US')} made experiments each, at most ${atMost} seeds.`);
table(
  ['differences, none in truth', 'yes or no, until decided', 'named: 5 seeds', 'named: 10 seeds'],
  (Object.keys(laws) as Law[]).map((law) => {
    const wrong = ({ holds, fails }: { readonly holds: number; readonly fails: number }) => percent(holds + fails);
    const [few, more] = [5, 10].map((pairs) => wrong(named(law, 0, pairs, experiments)));
    return [law, wrong(untilDecided(law, 0, experiments)), few!, more!];
  }),
);
console.log(`\nThe t test looked at after every seed from the fifth: ${percent(lookedAtOften(experiments))} wrong.`);
table(
  ['true effect (d_z)', 'decided rightly', 'wrongly', 'mean seeds', 'fixed design, 80 / 95 %'],
  [0.3, 0.5, 0.8, 1, 1.5, 2, 3, 5].map((effect) => {
    const { holds, fails, seeds } = untilDecided('normal', effect, experiments);
    return [effect, percent(holds), percent(fails), seeds.toFixed(1), fixedDesign(effect).join(' / ')];
  }),
);
table(
  [
    `true effect, margin ${margin}`,
    'no worse, 15 named',
    'no worse, until decided',
    'mean seeds',
    'same, 15 named',
    'same, until decided',
    'mean seeds',
  ],
  [-margin, -margin / 2, 0, margin].map((effect) => {
    const [few, until] = [
      named('normal', effect, 15, experiments, 'no worse'),
      untilDecided('normal', effect, experiments, 'no worse'),
    ];
    const [equal, later] = [
      named('normal', effect, 15, experiments, 'same'),
      untilDecided('normal', effect, experiments, 'same'),
    ];
    return [
      effect,
      percent(few.holds),
      percent(until.holds),
      until.seeds.toFixed(1),
      percent(equal.holds),
      percent(later.holds),
      later.seeds.toFixed(1),
    ];
  }),
);
table(
  ['effect, pairs', 't test, computed', 'seen', 'sign-flip, computed', 'seen'],
  [
    [0.5, 10],
    [0.5, 30],
    [1, 6],
    [1, 12],
    [2, 6],
  ].map(([effect, pairs]) => {
    const { student, studentSeen, signFlip, signFlipSeen } = checkPower(effect!, pairs!, experiments);
    return [`${effect}, ${pairs}`, ...[student, studentSeen, signFlip, signFlipSeen].map(percent)];
  }),
);
