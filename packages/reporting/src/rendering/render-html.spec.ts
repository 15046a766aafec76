import { oddTable } from '../testing/odd-table';
import { renderHtml } from './render-html';
import { htmlText } from './text';

describe('renderHtml', () => {
  it('writes a table with scopes, groups, the best in strong and numbers to sort by', () => {
    const lines = renderHtml(oddTable).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        '<caption>Gap &amp; &lt;b&gt;co&lt;/b&gt;</caption>',
        '  <tr><th scope="col" rowspan="2">variant</th><td colspan="1"></td><th scope="colgroup" colspan="2">image→text</th><td colspan="1"></td></tr>',
        '  <tr><th scope="col">RMG ↓</th><th scope="col">R@1 (%) ↑</th><th scope="col">R@5 (%) ↑</th><th scope="col">range</th></tr>',
        '  <tr><th scope="row">CLIP</th><td data-value="0.46">.460 ± .010</td><td data-value="0.412"><strong>41.2 ± 2.0</strong></td><td data-value="0.5">50.0</td><td data-value="0.425">.38 to .47</td></tr>',
        '  <li>‡ differs from CLIP: p ≤ .05 after correction</li>',
        '  <li>Mean ± standard deviation over n = 2 seeds.</li>',
      ]),
    );
    expect(lines.find((line) => line.includes('−.310'))).toBe(
      '  <tr><th scope="row">=1+&quot;x&quot;, &lt;i&gt;50_%&lt;/i&gt; \\end{document} †</th><td data-value="-0.31"><strong>−.310 ± .020‡</strong></td><td>–</td><td>undefined</td><td>not available</td></tr>',
    );
  });

  it('has one line of headings without groups, and no list without notes', () => {
    const columns = [{ title: 'x', better: 'neither' as const, percent: false, digits: 1 }];
    const text = renderHtml({ title: 't', columns, rows: [], notes: [] });
    expect(text).toContain('<thead>\n  <tr><th scope="col">variant</th><th scope="col">x</th></tr>\n</thead>');
    expect(text).not.toContain('<ul');
  });
});

describe('htmlText', () => {
  it('leaves no tag, no quote and no control character', () => {
    expect(htmlText(`<script>"a"&'b'\u0000\u2028</script>`)).toBe(
      '&lt;script&gt;&quot;a&quot;&amp;&#39;b&#39; &lt;/script&gt;',
    );
  });
});
