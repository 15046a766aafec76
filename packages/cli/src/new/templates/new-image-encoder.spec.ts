import { describeImageEncoder } from 'alignclip/testing';
import { newImageEncoder, newImageEncoderTower } from './new-image-encoder';

describeImageEncoder('new-image-encoder', (scope) => newImageEncoderTower(scope, { imageSize: 8, embeddingWidth: 6 }));

describe('newImageEncoder', () => {
  it('refuses a size of 0', () => {
    expect(() => newImageEncoder({ imageSize: 0 })).toThrow('option "imageSize" = 0');
  });
});
