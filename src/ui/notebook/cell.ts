/** A place in the text of a cell, in UTF-16 units. */
export interface Span {
  start: number;
  end: number;
}

export interface CellProblem extends Span {
  message: string;
}

export type Method = 'GET' | 'POST' | 'DELETE' | 'WEBSOCKET';

export interface HeaderLine {
  name: string;
  value: string;
  span: Span;
}

/** `name=value`, or `name=@path` for a file. */
export interface FormField {
  name: string;
  value: string;
  /** True where `value` is the path of a file to send. */
  isFile: boolean;
  /** The whole line. */
  span: Span;
}

export type CellBody =
  /** JSON with comments, as written; `span` is where it stands. */
  { kind: 'json'; text: string; span: Span } | { kind: 'form'; fields: readonly FormField[]; span: Span };

/**
 * A request as a cell holds it. Placeholders (`{{name.id}}`, `{{env:NAME}}`, `{{file:path}}`) are still in its texts.
 */
export interface Cell {
  /** `# @name upload`: by it other cells refer to the answer. */
  name?: string;
  /** `# @profile Azure`: the server to ask, where it is not the active one. */
  profile?: string;
  /** `# @follow`: ask on until a long operation has ended. */
  follow: boolean;
  method: Method;
  /** Path with its query, or a whole URL. Empty where the cell has none. */
  target: string;
  targetSpan: Span;
  headers: readonly HeaderLine[];
  body?: CellBody;
  /** What is wrong with its form. A cell with problems is not sent. */
  problems: readonly CellProblem[];
}

interface Line extends Span {
  text: string;
}

const METHODS: readonly string[] = ['GET', 'POST', 'DELETE', 'WEBSOCKET'] satisfies Method[];
const COMMENT = /^\s*(#|\/\/)/;
// Of lines without blanks at their end: a pattern that looks for them itself takes the square of their number.
const DIRECTIVE = /^\s*(?:#|\/\/)\s*@(\w+)(?:\s+(\S[^]*))?$/;
const REQUEST = /^(\s*)([A-Za-z]+)(?:(\s+)(\S[^]*))?$/;
const HEADER = /^\s*([\w!#$%&'*+.^`|~-]+)\s*:\s*([^]*)$/;
const FIELD = /^\s*([^\s=]+?)\s*=\s*([^]*)$/;

/**
 * Reads a cell: comments and directives, a line with method and path, headers, and after a blank line the body, which is
 * JSON with comments or a form of one `name=value` a line. Never throws: what is wrong is in `problems`.
 */
export function parseCell(text: string): Cell {
  const lines = linesOf(text);
  const problems: CellProblem[] = [];
  const cell: Cell = {
    follow: false,
    method: 'GET',
    target: '',
    targetSpan: { start: 0, end: 0 },
    headers: [],
    problems,
  };

  let next = 0;
  for (; next < lines.length; next++) {
    const line = lines[next];
    if (!line || (line.text.trim() !== '' && !COMMENT.test(line.text))) break;
    readDirective(line, cell, problems);
  }
  const first = lines[next++];
  if (!first) {
    problems.push({
      message: 'A request begins with a method and a path: POST /responses',
      start: 0,
      end: text.length,
    });
    return cell;
  }
  readRequest(first, cell, problems);

  const headers: HeaderLine[] = [];
  for (; next < lines.length; next++) {
    const line = lines[next];
    if (!line || line.text.trim() === '') break;
    if (COMMENT.test(line.text)) continue;
    const [, name, value = ''] = HEADER.exec(line.text.trimEnd()) ?? [];
    if (name === undefined) break;
    headers.push({ name, value, span: trimmed(line) });
  }
  const body = readBody(lines.slice(next), text, problems);
  return { ...cell, headers, ...(body && { body }) };
}

function readDirective(line: Line, cell: Cell, problems: CellProblem[]): void {
  const [, directive, value = ''] = DIRECTIVE.exec(line.text.trimEnd()) ?? [];
  if (directive === undefined) return;
  const wrong = (message: string) => void problems.push({ message, ...trimmed(line) });
  if (directive === 'follow') cell.follow = true;
  else if (directive === 'profile' && value !== '') cell.profile = value;
  else if (directive === 'profile') wrong('Which profile? # @profile NAME');
  else if (directive !== 'name') wrong(`There is no @${directive}: @name, @profile and @follow are known.`);
  else if (/^[A-Za-z_]\w*$/.test(value)) cell.name = value;
  else wrong('A name has letters, digits and _ and begins with a letter: # @name upload');
}

function readRequest(line: Line, cell: Cell, problems: CellProblem[]): void {
  const [, indent = '', word = '', gap = '', rest = ''] = REQUEST.exec(line.text.trimEnd()) ?? [];
  // As a request stands on the wire; here it would be a part of the path.
  const target = rest.replace(/(?<!\s)\s+HTTP\/\d(\.\d)?$/, '');
  const method = word.toUpperCase();
  const start = line.start + indent.length + word.length + gap.length;
  cell.target = target;
  cell.targetSpan = { start, end: start + target.length };
  if (METHODS.includes(method)) cell.method = method as Method;
  else problems.push({ message: `The method is one of ${METHODS.join(', ')}.`, ...trimmed(line) });
  if (target === '') problems.push({ message: 'The path is missing: POST /responses', ...trimmed(line) });
  else if (!/^(\/|https?:\/\/|\{\{)/.test(target)) {
    problems.push({ message: 'A path begins with /: /chat/completions', ...cell.targetSpan });
  }
}

function readBody(lines: readonly Line[], text: string, problems: CellProblem[]): CellBody | undefined {
  const written = lines.filter((line) => line.text.trim() !== '');
  const [first, last] = [written.find((line) => !COMMENT.test(line.text)), written.at(-1)];
  if (!first || !last) return undefined;
  const span = { start: trimmed(first).start, end: trimmed(last).end };
  if (/^\s*[{[]/.test(first.text)) return { kind: 'json', text: text.slice(span.start, span.end), span };
  const fields = written.filter((line) => !COMMENT.test(line.text)).flatMap((line) => readField(line, problems));
  return { kind: 'form', fields, span };
}

function readField(line: Line, problems: CellProblem[]): FormField[] {
  const [, name, value = ''] = FIELD.exec(line.text.trimEnd()) ?? [];
  if (name === undefined) {
    problems.push({ message: 'A field of a form is name=value, or name=@path for a file.', ...trimmed(line) });
    return [];
  }
  const isFile = value.startsWith('@');
  if (isFile && value.length === 1) problems.push({ message: 'Which file? name=@path', ...trimmed(line) });
  return [{ name, value: isFile ? value.slice(1) : value, isFile, span: trimmed(line) }];
}

function linesOf(text: string): Line[] {
  return [...text.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)]
    .filter((match) => match[0] !== '')
    .map(({ 0: whole, index }) => {
      const line = whole.replace(/[\r\n]+$/, '');
      return { text: line, start: index, end: index + line.length };
    });
}

function trimmed({ text, start }: Line): Span {
  const from = start + text.length - text.trimStart().length;
  return { start: from, end: Math.max(from, start + text.trimEnd().length) };
}
