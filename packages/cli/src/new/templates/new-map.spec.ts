import { describeMap } from 'alignclip/testing';
import { newMap } from './new-map';

describeMap('new-map', newMap.make({}));

describe('newMap', () => {
  it('refuses more than the whole distance', () => {
    expect(() => newMap({ share: 1.5 })).toThrow('option "share" = 1.5');
  });
});
