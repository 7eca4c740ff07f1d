import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRendererRequest } from '../../../../src/ui/notebook/rendererRequest.ts';

const image = { kind: 'image', mimeType: 'image/png', base64: 'iVBORw0KGgo=' };

describe('what a result asks of the extension', () => {
  it('is a save, a link or one of the known actions', () => {
    assert.deepEqual(readRendererRequest({ type: 'save', part: image }), { type: 'save', part: image });
    assert.deepEqual(readRendererRequest({ type: 'openLink', url: 'https://example.org/' }), {
      type: 'openLink',
      url: 'https://example.org/',
    });
    assert.deepEqual(readRendererRequest({ type: 'action', action: 'showLog' }), { type: 'action', action: 'showLog' });
  });

  const refused: Record<string, unknown> = {
    nothing: undefined,
    text: 'save',
    'another type': { type: 'run', command: 'workbench.action.terminal.new' },
    'a command as action': { type: 'action', action: 'workbench.action.terminal.new' },
    'an inherited name as action': { type: 'action', action: 'constructor' },
    'a picture of another type': { type: 'save', part: { ...image, mimeType: 'image/svg+xml' } },
    'data that is no base64': { type: 'save', part: { ...image, base64: '../../etc/passwd' } },
    'audio that is none': { type: 'save', part: { kind: 'audio', mimeType: 'text/html', base64: 'AAAA' } },
    'a link that is no text': { type: 'openLink', url: { toString: 'x' } },
  };
  for (const [what, message] of Object.entries(refused)) {
    it(`is not ${what}`, () => {
      assert.throws(() => readRendererRequest(message), /does not do/);
    });
  }
});
