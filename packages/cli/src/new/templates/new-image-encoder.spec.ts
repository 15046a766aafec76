import { selectBackend } from '@alignclip/backend';
import { ParameterStore } from '@alignclip/nn';
import { tf, type Tensor4D } from 'alignclip';
import { newImageEncoder } from './new-image-encoder';

const separate = { locate: (tower: string, path: string) => `${tower}/${path}` };
const make = () => newImageEncoder.make({ imageSize: 8, embeddingWidth: 6 }, new ParameterStore(0), separate);

describe('newImageEncoder', () => {
  beforeAll(() => selectBackend());

  it('gives unit rows of the embedding width', () => {
    const images: Tensor4D = tf.randomNormal([3, 8, 8, 3], 0, 1, 'float32', 7);
    const embeddings = make().embed(images);
    expect(embeddings.shape).toEqual([3, 6]);
    for (const length of tf.norm(embeddings, 2, 1).dataSync()) expect(length).toBeCloseTo(1, 5);
  });

  it('starts equal for equal seeds', () => {
    const images: Tensor4D = tf.randomNormal([2, 8, 8, 3], 0, 1, 'float32', 7);
    expect(make().embed(images).arraySync()).toEqual(make().embed(images).arraySync());
  });
});
