import { separate } from './separate';
import { describeSharingStrategy } from './testing/describe-sharing-strategy';
import { towerPaths } from './testing/tower-paths';

const make = () => separate.make({});

describeSharingStrategy('separate', make);

describe('separate', () => {
  it('shares nothing', () => {
    for (const path of towerPaths(2)) expect(make().locate('image', path)).toBe(`image/${path}`);
  });

  it('takes no options', () => {
    // @ts-expect-error -- there is no such option
    expect(() => separate({ parts: ['mlp'] })).toThrow('unknown option "parts"');
  });
});
