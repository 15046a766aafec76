import { describeSharingStrategy } from 'alignclip/testing';
import { newSharing } from './new-sharing';

describeSharingStrategy('newSharing', () => newSharing.make({}));

describe('newSharing', () => {
  it('shares every second block', () => {
    const { locate } = newSharing.make({});
    expect(locate('image', 'blocks/0/mlp/kernel')).toBe('shared/blocks/0/mlp/kernel');
    expect(locate('image', 'blocks/1/mlp/kernel')).toBe('image/blocks/1/mlp/kernel');
  });
});
