import { readArguments, type CurlOption } from './curlOptions.ts';
import { readData } from './curlData.ts';
import { readForm, type CurlField } from './curlForm.ts';
import { expandWord, type Assignments } from './expandWord.ts';
import type { ShellCommand } from './readWords.ts';

/** What a curl command asks for, with `{{…}}` where it has variables and files. */
export interface CurlRequest {
  method: string;
  /** As it was written. */
  url: string;
  headers: readonly { name: string; value: string }[];
  body?: { kind: 'text'; text: string } | { kind: 'form'; fields: readonly CurlField[] };
  /** Sentences: what was left out, and what is to be filled in. */
  notes: readonly string[];
}

/** Options that change what happens here and not what the server is asked for, so nothing is said of them. */
const OWN_AFFAIR =
  /^(proxy|cert|key|cacert|resolve|connect-to|unix-socket|interface|socks|pass$|noproxy|netrc|aws-sigv4|range|time-cond)/;

/**
 * The requests of a command: one, or several between `--next`. Throws a sentence where it has no URL, or reads its
 * options from a file.
 */
export function readCurl(command: ShellCommand, assignments: Assignments): CurlRequest[] {
  const notes = new Set(command.notes);
  const expand = (word: ShellCommand['words'][number]) => expandWord(word, assignments, (note) => notes.add(note));
  const input = command.input ? expand(command.input) : command.inputFile && `{{file:${expand(command.inputFile)}}}`;
  const groups: string[][] = [[]];
  for (const arg of command.words.map(expand)) {
    if (arg === '--next' || arg === '-:') groups.push([]);
    else groups.at(-1)?.push(arg);
  }
  return groups.map((args, index) => readRequest(args, input, index === 0 ? notes : new Set()));
}

function readRequest(args: readonly string[], input: string | undefined, notes: Set<string>): CurlRequest {
  const { options, rest, unknown } = readArguments(args);
  const values = (...names: string[]) =>
    options.flatMap(({ name, value }) => (names.includes(name) && value !== undefined ? [value] : []));
  const has = (name: string) => options.some((option) => option.name === name);
  if (has('config')) throw new Error('Options of a --config file are not read: paste them into the command.');

  const [url, ...others] = [...values('url'), ...rest];
  if (url === undefined) throw new Error('The command has no URL.');
  if (others.length > 0) notes.add(`Only the first of its URLs is taken, not ${others.join(', ')}.`);
  for (const option of unknown) notes.add(`The option ${option} is not known and was left out.`);
  const left = options.filter(({ name }) => OWN_AFFAIR.test(name)).map(({ name }) => `--${name}`);
  if (left.length > 0) notes.add(`${left.join(', ')}: the settings of the profile take their place.`);
  if (has('user') || has('oauth2-bearer')) notes.add('The credentials were left out: the key of the profile is used.');
  if (has('cookie')) notes.add('The cookie was left out.');

  const form = readForm(options, pathOf(url), (note) => notes.add(note));
  const data = has('upload-file') ? undefined : readData(options, input);
  if (has('upload-file')) notes.add('A file sent as the whole body (--upload-file) is left out: use a form.');
  const query = [...values('url-query').map((text) => text.replace(/^\+/, '')), ...(has('get') && data ? [data] : [])];
  const body: CurlRequest['body'] = form
    ? { kind: 'form', fields: form }
    : data !== undefined && !has('get')
      ? { kind: 'text', text: data }
      : undefined;
  return {
    method: values('request').at(-1)?.toUpperCase() ?? defaultMethod(options, body !== undefined),
    url: withQuery(url, query),
    headers: readHeaders(values('header'), notes),
    ...(body && { body }),
    notes: [...notes],
  };
}

function defaultMethod(options: readonly CurlOption[], hasBody: boolean): string {
  const has = (name: string) => options.some((option) => option.name === name);
  if (has('head')) return 'HEAD';
  if (has('upload-file')) return 'PUT';
  return hasBody ? 'POST' : 'GET';
}

function readHeaders(lines: readonly string[], notes: Set<string>): { name: string; value: string }[] {
  return lines.flatMap((line) => {
    if (line.startsWith('@')) {
      notes.add(`The headers of the file ${line.slice(1)} are left out.`);
      return [];
    }
    const end = line.search(/[:;]/);
    const name = line.slice(0, Math.max(0, end)).trim();
    const value = line.slice(end + 1).trim();
    // `Expect:` takes a header of curl's own away.
    return name === '' || value === ''
      ? []
      : [
          {
            name,
            value: value
              .split(/\n/)
              .map((part) => part.trim())
              .join(' '),
          },
        ];
  });
}

function withQuery(url: string, query: readonly string[]): string {
  if (query.length === 0) return url;
  const [address = '', fragment] = url.split('#', 2);
  const joined = `${address}${address.includes('?') ? '&' : '?'}${query.join('&')}`;
  return fragment === undefined ? joined : `${joined}#${fragment}`;
}

function pathOf(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/[?#].*$/, '');
}
