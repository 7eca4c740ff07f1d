/** A piece of a word as a shell would put it together. Nothing of it is ever run. */
export type Piece =
  | { kind: 'text'; text: string }
  /** `$NAME` or `${NAME}`. */
  | { kind: 'variable'; name: string }
  /** `$(…)` or text between backticks. */
  | { kind: 'command'; text: string };

export type Word = readonly Piece[];

/** What is not closed by then is no command. */
const LONGEST_COMMAND = 10_000;
/** Nobody nests deeper: without an end each of many open ones would be read as far as that. */
const MOST_LEVELS = 50;
const HERE_DOCUMENT = /\$\(\s*cat\s*<<(-?)\s*(?:'(\w+)'|"(\w+)"|\\?(\w+))[^\n]*\n/y;

/** The variable, command or here document that begins at the `$` or backtick at `at`; undefined where it is only that character. */
export function readExpansion(text: string, at: number): { word: Word; end: number } | undefined {
  if (text[at] === '`') {
    const end = text.indexOf('`', at + 1);
    return end < 0 ? undefined : { word: [{ kind: 'command', text: text.slice(at + 1, end) }], end: end + 1 };
  }
  if (text.startsWith('$(', at)) return readHereDocument(text, at) ?? readSubstitution(text, at);
  const pattern = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)[^}\n]*\})/y;
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (!match) return undefined;
  return { word: [{ kind: 'variable', name: match[1] ?? match[2] ?? '' }], end: pattern.lastIndex };
}

/** Text in which a shell expands variables and commands, as between double quotes. `escapable` may follow a backslash. */
export function readExpanded(text: string, escapable: RegExp): Word {
  const word: Piece[] = [];
  for (let at = 0; at < text.length;) {
    const char = text[at] ?? '';
    const next = text[at + 1] ?? '';
    const expansion = char === '$' || char === '`' ? readExpansion(text, at) : undefined;
    if (expansion) {
      word.push(...expansion.word);
      at = expansion.end;
    } else if (char === '\\' && escapable.test(next)) {
      addText(word, next === '\n' ? '' : next);
      at += 2;
    } else {
      addText(word, char);
      at++;
    }
  }
  return word;
}

/** The body of a here document that begins at `at`, and where what follows it begins; undefined without its last line. */
export function readHereBody(
  text: string,
  at: number,
  { delimiter, quoted, stripTabs }: { delimiter: string; quoted: boolean; stripTabs: boolean },
): { word: Word; end: number } | undefined {
  const last = new RegExp(`^[ \\t]*${delimiter}[ \\t]*\\r?$`, 'm');
  const match = last.exec(text.slice(at));
  if (!match) return undefined;
  const body = text.slice(at, at + match.index).replace(/\r\n/g, '\n');
  const stripped = stripTabs ? body.replace(/^\t+/gm, '') : body;
  const end = at + match.index + match[0].length;
  return { word: quoted ? [{ kind: 'text', text: stripped }] : readExpanded(stripped, /[$`\\\n]/), end };
}

/** Adds text at the end of a word that is being read. */
export function addText(word: Piece[], text: string): void {
  const last = word.at(-1);
  if (last?.kind === 'text') last.text += text;
  else word.push({ kind: 'text', text });
}

function readHereDocument(text: string, at: number): { word: Word; end: number } | undefined {
  HERE_DOCUMENT.lastIndex = at;
  const match = HERE_DOCUMENT.exec(text);
  if (!match) return undefined;
  const [, dash, single, double, plain = ''] = match;
  const body = readHereBody(text, HERE_DOCUMENT.lastIndex, {
    delimiter: single ?? double ?? plain,
    quoted: plain === '',
    stripTabs: dash === '-',
  });
  const close = body && /^\s*\)/.exec(text.slice(body.end));
  return body && close ? { word: trimEnd(body.word), end: body.end + close[0].length } : undefined;
}

/** A shell takes line breaks off the end of what a command printed. */
function trimEnd(word: Word): Word {
  return word.map((piece, index) =>
    piece.kind === 'text' && index === word.length - 1
      ? { ...piece, text: piece.text.replace(/(?<!\n)\n+$/, '') }
      : piece,
  );
}

function readSubstitution(text: string, at: number): { word: Word; end: number } | undefined {
  let depth = 0;
  const last = Math.min(text.length, at + LONGEST_COMMAND);
  for (let index = at + 1; index < last; index++) {
    const char = text[index];
    if (char === '\\') index++;
    else if (char === "'" || char === '"') {
      const close = text.indexOf(char, index + 1);
      if (close < 0) return undefined;
      index = close;
    } else if (char === '(') {
      if (++depth > MOST_LEVELS) return undefined;
    } else if (char === ')' && --depth === 0) {
      return { word: [{ kind: 'command', text: text.slice(at + 2, index) }], end: index + 1 };
    }
  }
  return undefined;
}
