import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { root } from '../support/host.ts';
import { packageForTests } from '../support/package.ts';
import { readZip } from '../support/zip.ts';

let vsix: string;
let names: string[];

before(() => {
  vsix = packageForTests();
  names = readZip(vsix).map(({ name }) => name);
});

const always = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/package.json',
  'extension/readme.md',
  'extension/changelog.md',
  'extension/LICENSE.txt',
  'extension/ThirdPartyNotices.txt',
  'extension/dist/extension.js',
  'extension/dist/endpoints.json.br',
  'extension/dist/o200k.br',
  'extension/dist/webview/codicon.ttf',
  'extension/dist/webview/main.js',
  'extension/dist/webview/main.css',
  'extension/dist/webview/notebook.js',
  'extension/dist/webview/player.js',
  'extension/dist/webview/player.css',
  'extension/dist/webview/requests.js',
  'extension/dist/webview/requests.css',
  'extension/media/icon.png',
  'extension/media/parley.svg',
  'extension/media/parleyDark.svg',
  'extension/media/parleyLight.svg',
];

test('the package holds what it needs and nothing else', () => {
  const isExpected = (name: string) =>
    always.includes(name) ||
    /^extension\/dist\/(webview\/)?chunks\/[\w-]+\.js$/.test(name) ||
    /^extension\/media\/(walkthrough\/\w+\.(md|svg|png)|notebook\/\w+\.json|tour\/[\w.]+)$/.test(name);
  assert.deepEqual(
    names.filter((name) => !isExpected(name)),
    [],
  );
  assert.deepEqual(
    always.filter((name) => !names.includes(name)),
    [],
  );
});

test('its page in VS Code shows no picture that is not there', () => {
  const readme = readZip(vsix).find(({ name }) => name === 'extension/readme.md');
  const text = readme?.content().toString() ?? '';
  assert.match(text, /^# Parley/);
  assert.doesNotMatch(text, /!\[/);
});

test('the package is smaller than 1.5 MB', () => {
  assert.ok(statSync(vsix).size < 1_500_000);
});

test('it names the licence of everything that is bundled, and of the packages whose descriptions cells show and whose tokens are counted with', () => {
  const notices = readZip(vsix).find(({ name }) => name.endsWith('ThirdPartyNotices.txt'));
  const text = notices?.content().toString() ?? '';
  const bundled = ['undici', 'zod', 'marked', 'dompurify', 'preact', 'katex', 'highlight.js', 'eventsource-parser'];
  const ofCells = [
    'jsonc-parser',
    'vscode-json-languageservice',
    'vscode-languageserver-types',
    'vscode-uri',
    'openai',
  ];
  const ofTokens = ['gpt-tokenizer'];
  for (const name of [...bundled, ...ofCells, ...ofTokens]) assert.match(text, new RegExp(`^${name} \\d`, 'm'));
});

test('it brings the prompts of all modes', () => {
  const scripts = readZip(vsix)
    .filter(({ name }) => name.endsWith('.js'))
    .map((entry) => entry.content().toString());
  const folder = join(root, 'src', 'agent', 'prompts');
  const names = readdirSync(folder);
  assert.ok(names.length >= 5);
  for (const name of names) {
    const [first = ''] = /[\w ,]{30,}/.exec(readFileSync(join(folder, name), 'utf8')) ?? [];
    assert.ok(first !== '' && scripts.some((text) => text.includes(first)), name);
  }
});
