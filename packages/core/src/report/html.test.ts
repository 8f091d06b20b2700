import { expect, test } from '@jest/globals';
import { html, scriptJson } from './html.js';

test('texts are escaped in content and attributes, markup is not', () => {
  const inner = [html`<b>${'<i>'}</b>`, html`&`];

  expect(html`<p title="${'"x" & \'y\''}">${inner}${undefined}${3}</p>`.text).toBe(
    '<p title="&quot;x&quot; &amp; &#39;y&#39;"><b>&lt;i&gt;</b>&3</p>',
  );
});

test('JSON cannot end the script element that it is in', () => {
  const { text } = scriptJson({ name: '</script><script>alert(1)</script>' });

  expect(text).not.toContain('<');
  expect(JSON.parse(text)).toEqual({ name: '</script><script>alert(1)</script>' });
});
