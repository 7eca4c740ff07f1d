import type { CurlOption } from './curlOptions.ts';
import { filePath } from './expandWord.ts';

export interface CurlField {
  name: string;
  /** The path, where it is a file; empty where the path is not known. */
  value: string;
  isFile: boolean;
}

/** What web pages that hide e-mail addresses make of `image=@photo.png`. */
const HIDDEN_ADDRESS = /^(.*?)\[email\s*protected\]$/i;

/** The fields of `-F` and `--form-string`; undefined without any. Throws a sentence for one that has no `=`. */
export function readForm(
  options: readonly CurlOption[],
  path: string,
  note: (sentence: string) => void,
): CurlField[] | undefined {
  const given = options.filter(({ name }) => name === 'form' || name === 'form-string');
  if (given.length === 0) return undefined;
  return given.map(({ name: option, value: text = '' }) => {
    const hidden = HIDDEN_ADDRESS.exec(text);
    if (hidden) {
      const field = hidden[1] === undefined || hidden[1] === '' ? fileField(path) : hidden[1].replace(/=@?$/, '');
      note(`The web page has hidden which file is sent: write its path behind ${field}=@.`);
      return { name: field, value: '', isFile: true };
    }
    const [, name, value = ''] = /^([^=]+)=([^]*)$/.exec(text) ?? [];
    if (name === undefined) throw new Error(`A field of a form is name=value, which “${text}” is not.`);
    return readField(name, value, option, note);
  });
}

function readField(name: string, value: string, option: string, note: (sentence: string) => void): CurlField {
  const isText = option === 'form-string';
  if (isText && value.startsWith('@')) note(`${name} is the text ${value}, which a cell would take for a file.`);
  if (isText) return { name, value, isFile: false };
  if (value.startsWith('@')) return { name, value: filePath(unquote(value.slice(1))), isFile: true };
  if (value.startsWith('<')) return { name, value: `{{file:${filePath(unquote(value.slice(1)))}}}`, isFile: false };
  return { name, value: unquote(value), isFile: false };
}

/** Without `;type=…` and the quotes that curl takes around a value. */
function unquote(value: string): string {
  const [, quoted] = /^"((?:[^"\\]|\\.)*)"(?:;.*)?$/.exec(value) ?? [];
  if (quoted !== undefined) return quoted.replace(/\\(["\\])/g, '$1');
  return value.replace(/;\s*(type|filename|headers|encoder)=.*$/, '');
}

function fileField(path: string): string {
  return path.includes('/images/') ? 'image' : 'file';
}
