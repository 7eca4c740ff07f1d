import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { imageLink } from '../../../../src/ui/images/imageLink.ts';

describe('imageLink', () => {
  it('is a picture of Markdown', () => {
    assert.equal(imageLink('markdown', '../images/a-fox.png', 'A red\nfox'), '![A red fox](../images/a-fox.png)');
  });

  it('lets no prompt and no path out of its place in Markdown', () => {
    assert.equal(
      imageLink('markdown', 'my (old) images/x.png', 'a](https://evil.example) <b>'),
      String.raw`![a\](https://evil.example) \<b\>](my%20%28old%29%20images/x.png)`,
    );
  });

  it('is an element of HTML, with everything escaped', () => {
    assert.equal(
      imageLink('html', 'images/x.png', '"><script>alert(1)</script>'),
      '<img src="images/x.png" alt="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">',
    );
  });

  it('is nothing in a language without pictures', () => {
    assert.equal(imageLink('typescript', 'images/x.png', 'x'), undefined);
  });
});
