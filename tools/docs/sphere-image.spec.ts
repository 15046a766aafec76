import type { RunRecord } from '@alignclip/core';
import { sphereImage } from './sphere-image';

const run = (variant: string, details: RunRecord['details']) =>
  ({ variant, scores: { 'gap/test/centroid-distance': 0.884 }, details }) as unknown as RunRecord;
const sphere = {
  image: [
    [1, 0, 0],
    [0.8, 0.6, 0],
  ],
  text: [
    [-1, 0, 0],
    [-0.8, 0.6, 0],
  ],
};
const clip = run('CLIP', { projection: { test: { sphere } } });

describe('sphereImage', () => {
  it('draws two named spheres with their centroid distances, images left of captions', () => {
    const svg = sphereImage([clip, { ...clip, variant: 'AlignCLIP' }], 'test', 'light');
    expect(svg).toContain('CLIP (centroid distance .88), AlignCLIP (centroid distance .88)');
    const [first] = [...svg.matchAll(/d="M(-?[\d.]+) [^L"]*L(-?[\d.]+) /g)].map(([, from, to]) =>
      [from, to].map(Number),
    );
    expect(first![0]).toBeLessThan(first![1]!);
  });

  it('differs by theme in colours alone', () => {
    const shapes = (theme: 'light' | 'dark') => sphereImage([clip, clip], 'test', theme).replace(/#[0-9a-f]{6}/g, '');
    expect(shapes('dark')).toBe(shapes('light'));
  });

  it('names the run that has no sphere', () => {
    expect(() => sphereImage([clip, run('AlignCLIP', {})], 'test', 'light')).toThrow(
      'the run of AlignCLIP has no sphere of "test": evaluate with gap() and projection()',
    );
  });
});
