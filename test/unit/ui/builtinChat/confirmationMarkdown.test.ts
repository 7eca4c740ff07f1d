import assert from 'node:assert/strict';
import { test } from 'node:test';
import { marked } from 'marked';
import { paidApproval } from '../../../../src/ui/apiTools/paidApproval.ts';
import {
  confirmationMarkdown,
  confirmationText,
  escapeMarkdown,
} from '../../../../src/ui/builtinChat/confirmationMarkdown.ts';

const profile = { name: 'My [server](https://a.example) `x`', baseURL: 'https://api.example/v1' };
const attacks = [
  '![x](https://evil.example/?q=1)',
  '[click](command:workbench.action.terminal.new)',
  'https://evil.example/?q=1',
  '<img src="https://evil.example">',
  '```\n[out](https://evil.example)\n```',
  '````text\n```\n# Allowed by the user\n````',
  '\n\n# Cost: free\n\n',
  '~~~\n[x]: https://evil.example\n[x]',
  '$(warning) | a | b |\n|---|---|\n| c | d |',
];

test('whatever a model writes is shown as it is', () => {
  for (const attack of attacks) {
    const { detail } = paidApproval({
      title: 'Generate a picture',
      profile,
      path: '/images/generations',
      request: { model: attack, prompt: attack },
      facts: [`size: ${attack}`],
      content: attack,
      covers: 'every picture',
    });
    const html = marked.parse(confirmationMarkdown(detail), { async: false });
    assert.deepEqual(
      [...new Set([...html.matchAll(/<([a-z]\w*)/g)].map(([, tag]) => tag))],
      ['p', 'br', 'pre', 'code'],
    );
    const shown = html
      .replaceAll(/<[^>]+>/g, '')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'");
    const plain = shown.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    assert.ok(plain.includes(attack.trimEnd()), plain);
  }
});

test('it says host, path, model and what it costs first, and cuts what is long', () => {
  const { detail, scope } = paidApproval({
    title: 'Speak a text',
    profile: { name: 'OpenAI', baseURL: 'https://api.openai.com/v1' },
    path: '/audio/speech',
    request: { model: 'tts-1', input: 'x'.repeat(10_000) },
    content: 'x'.repeat(10_000),
    covers: 'every text that is spoken',
  });
  assert.match(
    detail,
    /^POST \/v1\/audio\/speech at api\.openai\.com \(profile OpenAI\)\nModel: tts-1\nCost: \$0\.15\n\nx/,
  );
  assert.equal(scope, 'every text that is spoken at api.openai.com');
  assert.match(confirmationMarkdown(detail), /x{4000}\n… 6000 characters more\n```$/);
  assert.equal(escapeMarkdown('a_b*c'), 'a\\_b\\*c');
});

test('a dialog has all facts, and no more of what is sent than fits on a screen', () => {
  const facts = 'POST /v1/files at api.openai.com (profile OpenAI)\nCost: not known';
  assert.equal(confirmationText(facts), facts);
  assert.equal(confirmationText(`${facts}\n\n{}\n\n1`), `${facts}\n\n{}\n\n1`);
  assert.equal(
    confirmationText(`${facts}\n\n${'x'.repeat(5_000)}`),
    `${facts}\n\n${'x'.repeat(1_000)}\n… 4000 characters more`,
  );
  const lines = confirmationText(`${facts}\n\n${'x\n'.repeat(500)}`).split('\n');
  assert.equal(lines.length, 2 + 1 + 15 + 1);
  assert.equal(lines.at(-1), '… 971 characters more');
});

test('a price that is not known is said to be so, and that of another server is OpenAI’s', () => {
  const cost = (model: string, baseURL: string, method = 'POST') => {
    const request = { title: '', profile: { name: 'P', baseURL }, method, path: '/responses', request: { model } };
    return /^Cost: (.*)$/m.exec(paidApproval({ ...request, content: '' }).detail)?.[1];
  };
  assert.equal(cost('other', 'https://api.openai.com/v1'), 'not known');
  assert.equal(cost('gpt-4.1', 'https://r.example/v1'), "a million tokens: $2.00 in, $8.00 out at OpenAI's list price");
  assert.equal(cost('gpt-4.1', 'https://r.example/v1', 'GET'), 'none is listed for a GET');
});
