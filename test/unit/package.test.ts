import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { before, test } from 'node:test';
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
  'extension/dist/endpoints.json',
  'extension/dist/webview/codicon.ttf',
  'extension/dist/webview/main.js',
  'extension/dist/webview/main.css',
  'extension/dist/webview/notebook.js',
  'extension/dist/webview/player.js',
  'extension/dist/webview/player.css',
  'extension/media/icon.png',
  'extension/media/parley.svg',
  'extension/media/parleyDark.svg',
  'extension/media/parleyLight.svg',
];

test('the package holds what it needs and nothing else', () => {
  const isExpected = (name: string) =>
    always.includes(name) ||
    /^extension\/dist\/(webview\/)?chunks\/[\w-]+\.js$/.test(name) ||
    /^extension\/media\/(walkthrough\/\w+\.(md|svg|png)|readme\/\w+\.png|notebook\/\w+\.json|tour\/[\w.]+)$/.test(name);
  assert.deepEqual(
    names.filter((name) => !isExpected(name)),
    [],
  );
  assert.deepEqual(
    always.filter((name) => !names.includes(name)),
    [],
  );
});

test('the package is smaller than 1.5 MB', () => {
  assert.ok(statSync(vsix).size < 1_500_000);
});

test('it names the licence of everything that is bundled, and of the package whose descriptions cells show', () => {
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
  for (const name of [...bundled, ...ofCells]) assert.match(text, new RegExp(`^${name} \\d`, 'm'));
});
