import type { CurlOption } from './curlOptions.ts';
import { filePath } from './expandWord.ts';

const JOINED_BY_AMPERSAND = ['data', 'data-ascii', 'data-binary', 'data-raw', 'data-urlencode'];

/** The body that the data options make up; undefined without one. `input` is the standard input, for `-d @-`. */
export function readData(options: readonly CurlOption[], input: string | undefined): string | undefined {
  let data: string | undefined;
  for (const { name, value = '' } of options) {
    if (name === 'json') data = (data ?? '') + contentOf(value, input);
    else if (JOINED_BY_AMPERSAND.includes(name)) {
      const content =
        name === 'data-raw' ? value : name === 'data-urlencode' ? encode(value, input) : contentOf(value, input);
      data = data === undefined ? content : `${data}&${content}`;
    }
  }
  return data;
}

/** `@path` is a file, `@-` the standard input. */
function contentOf(value: string, input: string | undefined): string {
  if (!value.startsWith('@')) return value;
  if (value !== '@-') return `{{file:${filePath(value.slice(1))}}}`;
  if (input !== undefined) return input;
  throw new Error('The body comes from the standard input, which a cell does not have: put it into the command.');
}

/** `content`, `=content`, `name=content`, `@file` or `name@file`: the content is encoded, the name is not. */
function encode(value: string, input: string | undefined): string {
  const [, name = '', separator = '', content = value] = /^([^=@]*)([=@])([^]*)$/.exec(value) ?? [];
  const text = separator === '@' ? contentOf(`@${content}`, input) : content;
  const encoded = text.startsWith('{{') ? text : encodeURIComponent(text);
  return name === '' ? encoded : `${name}=${encoded}`;
}
