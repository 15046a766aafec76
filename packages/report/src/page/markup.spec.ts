import { html, trusted } from './markup';

const list = (items: readonly ReturnType<typeof html>[]) => html`<p>${items}</p>`;

describe('html', () => {
  it('escapes what is inserted, in elements and in attributes', () => {
    const name = `<script>alert("1")</script>'&`;
    expect(html`<p title="${name}">${name}</p>`.text).toBe(
      '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;</p>',
    );
  });

  it('takes its own results and lists of them as they are', () => {
    const items = ['a', '<b>'].map((item) => html`<i>${item}</i>`);
    expect(html`${list(items)}${trusted('<hr>')}${3}`.text).toBe('<p><i>a</i><i>&lt;b&gt;</i></p><hr>3');
  });

  it('inserts nothing for what is absent', () => {
    expect(html`<p>${undefined}${false}${''}${[]}</p>`.text).toBe('<p></p>');
  });

  it('shows where characters hide or turn a name around', () => {
    expect(html`${'CLIP\u202e\u200b\u0007'}`.text).toBe('CLIP\ufffd\ufffd\ufffd');
    expect(html`${'👩‍🚒 a\n\tb'}`.text).toBe('👩‍🚒 a  b');
  });
});
