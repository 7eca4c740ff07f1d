import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './host.ts';

const charactersEach = 60_000;
/** Those that TypeScript speaks. */
export const languages = ['cs', 'de', 'es', 'fr', 'it', 'ja', 'ko', 'pl', 'pt-br', 'ru', 'tr', 'zh-cn', 'zh-tw'];

/** Texts of many kinds, of a few thousand tokens each or more, all of packages whose versions are locked. */
export const tokenTexts = (): [name: string, text: string][] => [
  ['TypeScript', read('openai/src/client.ts')],
  ['declarations', read('@types/vscode/index.d.ts')],
  [
    'JavaScript',
    read('undici/lib/dispatcher/client-h1.js', 'undici/lib/core/util.js', 'undici/lib/web/fetch/index.js'),
  ],
  ['minified JavaScript', read('katex/dist/katex.min.js')],
  ['CSS', read('katex/dist/katex.css', '@vscode/codicons/dist/codicon.css')],
  ['minified CSS', read('katex/dist/katex.min.css')],
  ['JSON', read('typescript/lib/typesMap.json', 'eslint/package.json', 'zod/package.json', 'openai/package.json')],
  ['Markdown', read('eslint/README.md', 'undici/README.md', 'ws/README.md', 'prettier/README.md')],
  ['a licence', read('typescript/ThirdPartyNoticeText.txt', 'typescript/LICENSE.txt')],
  ['a log', log()],
  ['base64', readFileSync(join(root, 'media', 'icon.png')).toString('base64')],
  ['hexadecimal', readFileSync(join(root, 'media', 'icon.png')).toString('hex')],
  ...languages.map((language): [string, string] => [language, messagesOf(language)]),
  ...['ar', 'fa', 'he', 'hi', 'th', 'uk', 'ur', 'vi', 'ta', 'bn'].map((language): [string, string] => [
    `${language} with code`,
    read(`zod/v4/locales/${language}.js`),
  ]),
];

/** What TypeScript tells in a language. */
export function messagesOf(language: string): string {
  const path = join(root, 'node_modules', 'typescript', 'lib', language, 'diagnosticMessages.generated.json');
  const messages = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  return Object.values(messages).join('\n').slice(0, charactersEach);
}

const read = (...paths: string[]) =>
  paths
    .map((path) => readFileSync(join(root, 'node_modules', path), 'utf8'))
    .join('\n')
    .slice(0, charactersEach);

const log = () =>
  Array.from({ length: 400 }, (_, index) => {
    const at = new Date(1_790_000_000_000 + index * 12_345).toISOString();
    const status = index % 7 === 0 ? 429 : 200;
    return `${at} [info] GET /v1/responses/resp_${(index * 7_919_777).toString(36)} ${status} in ${index * 37} ms\n`;
  }).join('');
