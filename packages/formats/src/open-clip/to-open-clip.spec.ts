import { float32Tensor } from '../stored-tensor';
import { madeForm, madeStateDict } from '../testing/made-state-dict';
import { fromOpenClip } from './from-open-clip';
import { toOpenClip } from './to-open-clip';

describe('toOpenClip', () => {
  it.each(['clip', 'sharedclip'] as const)('undoes the import of a %s', (kind) => {
    const exported = toOpenClip(fromOpenClip(madeStateDict(kind)).parameters, kind);

    exported.delete('text.text_projection');
    expect(exported).toEqual(madeStateDict(kind));
  });

  it('writes what a SharedCLIP shares into both towers of a CLIP', () => {
    const { parameters } = fromOpenClip(madeStateDict('sharedclip'));
    const clip = toOpenClip(parameters, 'clip');
    expect(clip.get('visual.proj')).toEqual(clip.get('text_projection'));
    expect(fromOpenClip(clip).form).toEqual({ ...madeForm('sharedclip'), kind: 'clip' });
  });

  it('refuses a CLIP as a SharedCLIP, an unexpected address and a kernel of another shape', () => {
    const { parameters } = fromOpenClip(madeStateDict('clip'));
    expect(() => toOpenClip(parameters, 'sharedclip')).toThrow(/no .*shared\/.*not a sharedclip/);
    const bias = float32Tensor([], new Float32Array(1));
    expect(() => toOpenClip(new Map(parameters).set('loss/bias', bias), 'clip')).toThrow(/no parameter for loss\/bias/);
    const kernel = float32Tensor([13, 4], new Float32Array(52));
    expect(() => toOpenClip(new Map(parameters).set('image/patch-embedding/kernel', kernel), 'clip')).toThrow(
      /patch-embedding/,
    );
  });
});
