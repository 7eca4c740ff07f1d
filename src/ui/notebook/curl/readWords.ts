import { addText, readExpanded, readExpansion, readHereBody, type Piece, type Word } from './shellWord.ts';

/** One command of a shell, as far as its pipe, semicolon or last line. */
export interface ShellCommand {
  words: readonly Word[];
  /** What is sent to its standard input: a here document, or the file behind `<`. */
  input?: Word;
  inputFile?: Word;
  /** Behind the command. */
  end: number;
  notes: readonly string[];
}

/** An option as a line begins with it; a `- ` is an item of a list. */
const OPTION_AHEAD = /^\s*[-–—]{1,2}[A-Za-z#:]/;
const BLANK = /[ \t\u00a0]/;
const CLOSING: Readonly<Record<string, RegExp>> = { '“': /[“”]/, '”': /[“”]/, '‘': /[‘’]/, '’': /[‘’]/ };

/**
 * Reads the command that begins at `start` as bash would, and as a person would where a web page took its line breaks:
 * `\ -H` continues it, and so does a line that begins with an option. Throws a sentence where a quote is not closed.
 */
export function readWords(text: string, start: number): ShellCommand {
  const reader = new Reader(text, start);
  return reader.read();
}

/** The one word that begins at `start`. */
export function readWord(text: string, start: number): Word {
  return new Reader(text, start).readFirst();
}

class Reader {
  readonly #text: string;
  #at: number;
  readonly #words: Word[] = [];
  readonly #notes: string[] = [];
  #word: Piece[] | undefined;
  #isQuoted = false;
  #input: Word | undefined;
  #inputFile: Word | undefined;
  #hereDocument: { delimiter: string; quoted: boolean; stripTabs: boolean } | undefined;

  constructor(text: string, start: number) {
    this.#text = text;
    this.#at = start;
  }

  read(): ShellCommand {
    while (this.#at < this.#text.length && this.#step());
    this.#endWord();
    this.#readHereDocument();
    return {
      words: this.#words,
      ...(this.#input && { input: this.#input }),
      ...(this.#inputFile && { inputFile: this.#inputFile }),
      end: this.#at,
      notes: this.#notes,
    };
  }

  readFirst(): Word {
    while (this.#at < this.#text.length && this.#words.length === 0 && this.#step());
    this.#endWord();
    return this.#words[0] ?? [];
  }

  /** Reads on by a little; false at the end of the command. */
  #step(): boolean {
    const char = this.#text[this.#at] ?? '';
    if (BLANK.test(char)) return this.#endWord();
    if (char === '\n' || char === '\r') return this.#lineEnd();
    if (char === '\\') return this.#backslash();
    if (char === "'" || char === '"') return this.#quoted(char);
    if (char in CLOSING && this.#word === undefined) return this.#typographic(char);
    if (char === '$') return this.#dollar();
    if (char === '#' && this.#word === undefined) return this.#comment();
    if ((char === '^' || char === '`') && /^[ \t]*\n/.test(this.#rest(1, 200))) return this.#skipLineEnd();
    if (char === '&') return this.#ampersand();
    if (char === '<' || char === '>') return this.#redirection(char);
    if (/[;|()`]/.test(char)) return false;
    return this.#add(char, 1);
  }

  #add(text: string, length: number): true {
    addText((this.#word ??= []), text);
    this.#at += length;
    return true;
  }

  #endWord(): true {
    if (this.#word) this.#words.push(this.#word);
    else this.#at++;
    this.#word = undefined;
    this.#isQuoted = false;
    return true;
  }

  /** At a line break nothing continues a command but an option, which lost its backslash. */
  #lineEnd(): boolean {
    if (this.#hereDocument || !OPTION_AHEAD.test(this.#rest(0, 400))) return false;
    if (this.#word) this.#endWord();
    return this.#skipBlanks();
  }

  #backslash(): boolean {
    const [gap = ''] = /^[ \t\u00a0]*(\r?\n)?/.exec(this.#rest(1, 400)) ?? [];
    const after = this.#rest(1 + gap.length, 400);
    const isContinuation = gap.includes('\n') || (gap !== '' && (this.#word === undefined || OPTION_AHEAD.test(after)));
    if (isContinuation) {
      if (this.#word && (gap !== '\n' || /^[ \t\-–—]/.test(after))) this.#endWord();
      this.#at += 1 + gap.length;
      return true;
    }
    return after === '' && gap === '' ? this.#add('', 1) : this.#add(this.#text[this.#at + 1] ?? '', 2);
  }

  #skipLineEnd(): true {
    if (this.#word) this.#endWord();
    this.#at++;
    return this.#skipBlanks();
  }

  #skipBlanks(): true {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
    return true;
  }

  #quoted(quote: string): true {
    const from = this.#at + 1;
    let end = from;
    while (end < this.#text.length && this.#text[end] !== quote) {
      if (quote === '"' && this.#text[end] === '\\') end++;
      else if (quote === '"' && this.#text[end] === '$') end = (readExpansion(this.#text, end)?.end ?? end + 1) - 1;
      end++;
    }
    if (end >= this.#text.length) throw new Error(`A ${quote} of the command is not closed: ${this.#near(from)}`);
    const content = this.#text.slice(from, end).replace(/\r\n/g, '\n');
    return this.#addWord(
      quote === '"' ? readExpanded(content, /["$`\\\n]/) : [{ kind: 'text', text: content }],
      end + 1,
    );
  }

  /** Quotes that a word processor has made of straight ones. */
  #typographic(open: string): true {
    const from = this.#at + 1;
    const length = this.#text.slice(from).search(CLOSING[open] ?? /$/);
    if (length < 0) throw new Error(`A ${open} of the command is not closed: ${this.#near(from)}`);
    return this.#addWord([{ kind: 'text', text: this.#text.slice(from, from + length) }], from + length + 1);
  }

  #dollar(): true {
    if (this.#text.startsWith("$'", this.#at)) return this.#ansiQuoted();
    if (this.#text.startsWith('$"', this.#at)) {
      this.#at++;
      return this.#quoted('"');
    }
    const expansion = readExpansion(this.#text, this.#at);
    return expansion ? this.#addWord(expansion.word, expansion.end) : this.#add('$', 1);
  }

  /** `$'…'`, with the escapes of C. */
  #ansiQuoted(): true {
    const pattern = /\$'((?:[^'\\]|\\[^])*)'/y;
    pattern.lastIndex = this.#at;
    const [, content] = pattern.exec(this.#text) ?? [];
    if (content === undefined) throw new Error(`A $' of the command is not closed: ${this.#near(this.#at)}`);
    return this.#addWord([{ kind: 'text', text: unescapeC(content) }], pattern.lastIndex);
  }

  #addWord(word: Word, end: number): true {
    this.#isQuoted = true;
    this.#word ??= [];
    for (const piece of word) {
      if (piece.kind === 'text') addText(this.#word, piece.text);
      else this.#word.push(piece);
    }
    this.#at = end;
    return true;
  }

  #comment(): boolean {
    const line = /^[^\n]*/.exec(this.#text.slice(this.#at))?.[0] ?? '';
    if (!OPTION_AHEAD.test(this.#rest(line.length, 400)) || !this.#text.startsWith('\n', this.#at + line.length)) {
      return false;
    }
    this.#at += line.length;
    return true;
  }

  /** `&` ends a command, unless somebody forgot the quotes around a URL. */
  #ampersand(): boolean {
    const soFar = this.#word?.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('') ?? '';
    if (soFar.includes('?') && /^&[\w.[\]%-]+=/.test(this.#rest(0, 200))) {
      this.#notes.push('The URL stands without quotes: a shell would end the command at its &.');
      return this.#add('&', 1);
    }
    if (!this.#rest(0, 2).startsWith('&>')) return false;
    this.#at++;
    return true;
  }

  #redirection(char: string): boolean {
    const [placeholder] = /^<[A-Za-z][\w-]*>/.exec(this.#rest(0, 80)) ?? [];
    if (placeholder !== undefined && this.#word) return this.#add(placeholder, placeholder.length);
    const descriptor = this.#word?.[0];
    if (!this.#isQuoted && descriptor?.kind === 'text' && /^\d$/.test(descriptor.text)) this.#word = undefined;
    else if (this.#word) this.#endWord();
    const here = /^<<(-?)\s*(?:'(\w+)'|"(\w+)"|\\?(\w+))/.exec(this.#rest(0, 200));
    if (here && !this.#rest(0, 3).startsWith('<<<')) {
      const [all, dash, single, double, plain = ''] = here;
      this.#hereDocument = { delimiter: single ?? double ?? plain, quoted: plain === '', stripTabs: dash === '-' };
      this.#at += all.length;
      return true;
    }
    const [operator = char] = /^(<<<|>>|>\||[<>]&?)\s*/.exec(this.#rest(0, 80)) ?? [];
    const target = new Reader(this.#text, this.#at + operator.length).#readTarget();
    this.#at = target.end;
    if (operator.startsWith('<<<')) this.#input = target.word;
    else if (operator.trim() === '<') this.#inputFile = target.word;
    return true;
  }

  #readTarget(): { word: Word; end: number } {
    while (this.#at < this.#text.length && this.#words.length === 0) {
      if (this.#word && /\s/.test(this.#text[this.#at] ?? '')) break;
      if (!this.#step()) break;
    }
    return { word: this.#word ?? this.#words[0] ?? [], end: this.#at };
  }

  #readHereDocument(): void {
    if (!this.#hereDocument) return;
    const lineEnd = this.#text.indexOf('\n', this.#at);
    const body = lineEnd < 0 ? undefined : readHereBody(this.#text, lineEnd + 1, this.#hereDocument);
    if (!body) throw new Error(`The here document has no last line ${this.#hereDocument.delimiter}.`);
    this.#input = body.word;
    this.#at = body.end;
  }

  #rest(offset: number, length: number): string {
    return this.#text.slice(this.#at + offset, this.#at + offset + length);
  }

  #near(from: number): string {
    const text = this.#text.slice(from, from + 30).replace(/\s+/g, ' ');
    return `${text}…`;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  v: '\v',
};

function unescapeC(text: string): string {
  const escape = /\\(?:x([\da-fA-F]{1,2})|u([\da-fA-F]{1,4})|U([\da-fA-F]{1,8})|([0-7]{1,3})|([^]))/g;
  const bytesOrText = text.replace(escape, (_, hex?: string, u4?: string, u8?: string, octal?: string, char = '') => {
    const code = hex ?? u4 ?? u8;
    if (code !== undefined) return String.fromCodePoint(Math.min(parseInt(code, 16), 0x10ffff));
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
    return ESCAPES[char as string] ?? (char as string);
  });
  return bytesOrText;
}
