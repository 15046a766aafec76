import { bundlePage } from './bundle';

describe('bundlePage', () => {
  it('gives program and style as texts that load nothing', async () => {
    const { program, style } = await bundlePage();
    expect(program.length).toBeGreaterThan(100_000); // Vega is in it
    expect(style).not.toMatch(/@import|url\(/);
    expect(program).not.toMatch(/<\/script|<!--/i);
    expect(() => new Function(program)).not.toThrow(); // one program without imports
  });
});
