import { NotUnderstood, type Word, type WordSource } from './shellSyntax.ts';

/** Ends a word where it is not quoted. */
const ends = /[ \t\n;&|<>()]/;

/** Reads one word, and tells the reader what the shell would put in its place. Substitutions are read into. */
export function readWord(reader: WordSource): Word {
  let text = '';
  let quotedFrom = Infinity;
  let expands = false;
  const quoted = (part: string): void => {
    quotedFrom = Math.min(quotedFrom, text.length);
    text += part;
  };
  const start = reader.at;
  for (;;) {
    const char = reader.text[reader.at];
    if (char === undefined) break;
    if ((char === '<' || char === '>') && reader.text[reader.at + 1] === '(' && reader.at === start) {
      reader.ask('substitutes');
      reader.at += 2;
      reader.readInner(')');
      text += char;
    } else if (ends.test(char)) break;
    else if (char === '\\') {
      const next = reader.text[reader.at + 1];
      if (next === undefined) throw new NotUnderstood('it ends with a backslash');
      reader.at += 2;
      if (next !== '\n') quoted(next);
    } else if (char === "'") {
      const end = reader.text.indexOf("'", reader.at + 1);
      if (end < 0) throw new NotUnderstood('a quote is not closed');
      quoted(reader.text.slice(reader.at + 1, end));
      reader.at = end + 1;
    } else if (char === '"') {
      reader.at++;
      quoted(readDoubleQuoted(reader));
    } else if (char === '$') text += readDollar(reader);
    else if (char === '`') text += readBackticks(reader);
    else {
      if (char === '!') reader.ask('repeats an earlier command');
      if (char === '=' && reader.at === start) reader.ask('names a program by a zsh expansion');
      expands ||= /[*?[{}]/.test(char) && !isEmptyBraces(reader);
      text += char;
      reader.at++;
    }
  }
  return { text, quotedFrom, expands };
}

/** `{}` as `find` and `xargs` have it stays as it is. */
const isEmptyBraces = ({ text, at }: WordSource): boolean =>
  text.startsWith('{}', at) || (text[at] === '}' && text[at - 1] === '{');

/** Behind the opening quote; takes the closing one. */
function readDoubleQuoted(reader: WordSource): string {
  let text = '';
  for (;;) {
    const char = reader.text[reader.at];
    if (char === undefined) throw new NotUnderstood('a quote is not closed');
    if (char === '"') {
      reader.at++;
      return text;
    }
    if (char === '\\') {
      const next = reader.text[reader.at + 1];
      if (next === undefined) throw new NotUnderstood('a quote is not closed');
      reader.at += 2;
      if (next !== '\n') text += '$`"\\'.includes(next) ? next : `\\${next}`;
    } else if (char === '$') text += readDollar(reader, true);
    else if (char === '`') text += readBackticks(reader);
    else {
      if (char === '!') reader.ask('repeats an earlier command');
      text += char;
      reader.at++;
    }
  }
}

/** Substitutions and variables; a dollar that stands for itself is text. */
function readDollar(reader: WordSource, inQuotes = false): string {
  reader.at++;
  if (reader.startsWith('((') || reader.startsWith('[')) throw new NotUnderstood('it calculates');
  if (reader.startsWith('(')) {
    reader.at++;
    reader.ask('substitutes');
    reader.readInner(')');
    return '$';
  }
  if (reader.startsWith('{')) {
    reader.ask('substitutes a variable');
    readBraces(reader);
    return '$';
  }
  if (!inQuotes && (reader.startsWith("'") || reader.startsWith('"')))
    throw new NotUnderstood('it has quotes of a special kind');
  const [name] = /^(?:\w+|[@*#?$!-])/.exec(reader.text.slice(reader.at)) ?? [];
  if (name === undefined) return '$';
  reader.ask('substitutes a variable');
  reader.at += name.length;
  return '$';
}

/** `${…}`, at its brace; commands inside of it are read. */
function readBraces(reader: WordSource): void {
  reader.at++;
  for (;;) {
    const char = reader.text[reader.at];
    if (char === undefined) throw new NotUnderstood('a brace is not closed');
    if (char === '}') {
      reader.at++;
      return;
    }
    if (char === '\\') reader.at += 2;
    else if (char === "'") {
      const end = reader.text.indexOf("'", reader.at + 1);
      if (end < 0) throw new NotUnderstood('a quote is not closed');
      reader.at = end + 1;
    } else if (char === '"') {
      reader.at++;
      readDoubleQuoted(reader);
    } else if (char === '$') readDollar(reader, true);
    else if (char === '`') readBackticks(reader);
    else reader.at++;
  }
}

function readBackticks(reader: WordSource): string {
  reader.ask('substitutes');
  let inner = '';
  for (let at = reader.at + 1; ; at++) {
    const char = reader.text[at];
    if (char === undefined) throw new NotUnderstood('a backtick is not closed');
    if (char === '`') {
      reader.at = at + 1;
      reader.readAgain(inner);
      return '$';
    }
    const next = reader.text[at + 1];
    if (char === '\\' && next !== undefined && '$`\\'.includes(next)) {
      inner += next;
      at++;
    } else inner += char;
  }
}
