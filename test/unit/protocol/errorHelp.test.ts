import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { missingKeyError } from '../../../src/openai/errors.ts';
import { errorHelp } from '../../../src/protocol/errorHelp.ts';

describe('errorHelp', () => {
  it('repeats the server and says what to do', () => {
    const { title, text, actions } = errorHelp({ kind: 'auth', message: 'Incorrect API key provided', status: 401 });
    assert.equal(title, 'The key was not accepted');
    assert.equal(text, 'Incorrect API key provided. Set a key that is valid for this server.');
    assert.equal(actions[0], 'setApiKey');
  });

  it('tells a key that is missing from one that was refused', () => {
    const missing = errorHelp(missingKeyError('No API key is set for OpenAI.').toJSON());
    assert.equal(
      `${missing.title}. ${missing.text}`,
      'There is no key. No API key is set for OpenAI. Set one that is valid for this server.',
    );
    assert.deepEqual(missing.actions, errorHelp({ kind: 'auth', message: '' }).actions);
  });

  it('says of a wrong setting that it is one, and where to correct it', () => {
    const message = 'There is no profile “Mine”. Choose one with Switch Profile.';
    assert.deepEqual(errorHelp({ kind: 'settings', message }), {
      title: 'A setting is wrong',
      text: `${message} Correct it in the settings.`,
      actions: ['switchProfile', 'openSettings'],
    });
  });

  it('offers no retry where it would fail the same way', () => {
    for (const kind of ['settings', 'auth', 'permission', 'notFound', 'invalidRequest'] as const) {
      assert.ok(!errorHelp({ kind, message: '' }).actions.includes('retry'), kind);
    }
  });
});
