import { contentPolicy } from './content-policy';

describe('contentPolicy', () => {
  it('allows this style and this program, images in the file, and nothing from anywhere', () => {
    expect(contentPolicy('', 'alert(1)').split('; ')).toEqual([
      "default-src 'none'",
      "style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
      "script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='",
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });
});
