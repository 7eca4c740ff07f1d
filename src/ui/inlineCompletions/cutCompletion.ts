import { isWithin, type Completion } from './completionCache.ts';
import { isClosers, lineOf, opensBlock, restOf, type Place } from './place.ts';

const MOST_LINES = 30;
/** Fewer characters that stand twice are no repetition. */
const LEAST_REPEATED = 3;
/** So many lines around the caret may come back in an answer. */
const MOST_REPEATED_LINES = 8;

/**
 * What is inserted of a model's answer: without fences and without what stands around the caret already, indented as its
 * place is, up to a sensible end. Undefined where nothing is left. `isCutOff`: the model had more to say.
 */
export function cutCompletion(answer: string, place: Place, { isCutOff = false } = {}): Completion | undefined {
  let text = withoutRepeatedStart(withoutFence(answer.replaceAll('\r\n', '\n')), place.before);
  if (isCutOff) text = withoutLastPiece(text);
  text = place.singleLine ? restOf(text) : block(indented(text, lineOf(place.before)), place);
  return fitted(text, place);
}

function withoutFence(text: string): string {
  const unmarked = text.replaceAll(/<(the-caret|caret|insert-here)\/>/g, '');
  const fenced = /^\s*```[^\n`]*\n([\s\S]*?)(?:\n?```|$)/.exec(unmarked);
  return fenced?.[1] ?? unmarked;
}

/** Models like to begin with the line, or with the word, that the caret stands at the end of. */
function withoutRepeatedStart(text: string, before: string): string {
  const lines = before.split('\n').slice(-MOST_REPEATED_LINES);
  const line = lines.at(-1) ?? '';
  const said = text.trimStart();
  for (let first = 0; first < lines.length; first++) {
    const start = lines.slice(first).join('\n').trim();
    if (start.length < LEAST_REPEATED || !said.startsWith(start)) continue;
    // With the caret on an empty line, what was said before it ends with a line break.
    const rest = said.slice(start.length);
    return line.trim() === '' ? withoutBlankStart(rest) : joined(line, rest);
  }
  const word = /[\p{L}\p{N}_$]+$/u.exec(line)?.[0] ?? '';
  if (word.length >= LEAST_REPEATED && said.startsWith(word)) return said.slice(word.length);
  return line.trim() === '' ? withoutBlankStart(text) : joined(line, text);
}

/** Two blanks in a row are one. */
const joined = (line: string, text: string) => (/\s$/.test(line) ? text.replace(/^[ \t]+/, '') : text);

const withoutBlankStart = (text: string) => text.replace(/^(?:[ \t]*\n)+/, '');

/** The last line of an answer that was cut off may be half of one; of a single line, the last word. */
function withoutLastPiece(text: string): string {
  const end = text.lastIndexOf('\n');
  return end > 0 ? text.slice(0, end) : text.replace(/\S*$/, '');
}

/** The first line goes on at the caret; lines below it are moved where the model has begun to count anew. */
function indented(text: string, line: string): string {
  const base = indentOf(line);
  const isBlank = line.trim() === '';
  const [first = '', ...rest] = text.split('\n');
  const begun = isBlank && base !== '' ? first.trimStart() : first;
  const next = rest.find((each) => each.trim() !== '');
  if (next === undefined || base === '') return [begun, ...rest].join('\n');
  const depth = indentOf(next).length;
  const startsAnew =
    (isBlank ? !/^\s/.test(first) : true) &&
    opensBlock(line + begun) &&
    (depth < base.length || (depth === base.length && !/^\s*[)\]}]/.test(next)));
  return [begun, ...(startsAnew ? rest.map((each) => (each.trim() === '' ? each : base + each)) : rest)].join('\n');
}

/** The lines up to the end of the block that the caret is in, or a gap. */
function block(text: string, { before, after }: Place): string {
  const base = indentOf(lineOf(before)).length;
  const following = after.split('\n').slice(1);
  const next = following.find((line) => line.trim() !== '')?.trimEnd();
  const [first = '', ...rest] = text.split('\n');
  const taken = [first];
  for (const [index, line] of rest.entries()) {
    if (taken.length >= MOST_LINES) break;
    const isBlank = line.trim() === '';
    const isEnd = /^\s*(?:[)\]}]|end\b|<\/)/.test(line);
    if (isBlank && (rest[index + 1]?.trim() === '' || /^\s*(?:[)\]}]|end\b)/.test(taken.at(-1) ?? ''))) break;
    if (!isBlank && indentOf(line).length < base) {
      if (isEnd && line.trimEnd() !== next) taken.push(line);
      break;
    }
    taken.push(line);
  }
  return taken.join('\n');
}

/** Without the end that stands behind the caret already; `replaces` where that is in the middle of it. */
function fitted(text: string, { before, after }: Place): Completion | undefined {
  const rest = restOf(after).trimEnd();
  let lines = withoutRepeatedEnd(text.trimEnd().split('\n'), after);
  let replaces = 0;
  if (rest.trim() !== '') {
    const whole = lines.join('\n').trimEnd();
    if (!isClosers(rest)) {
      lines = (
        whole.endsWith(rest) && rest.trim().length >= LEAST_REPEATED ? whole.slice(0, -rest.length) : whole
      ).split('\n');
    } else {
      const open = withoutExcess(whole, rest.trim());
      if (open.length < whole.length) lines = open.split('\n');
      else if (lines.length > 1 && excess(lines[0] ?? '') > 0 && isWithin(rest, lines[0] ?? '')) replaces = rest.length;
      else if (lines.length > 1 && opensBlock(lineOf(before))) lines = [...lines, indentOf(lineOf(before))];
    }
  }
  const last = lines.join('\n');
  return last.trim() === '' ? undefined : { text: last, replaces };
}

/** Whole lines at the end that are the next ones of the file. */
function withoutRepeatedEnd(lines: readonly string[], after: string): string[] {
  const following = after
    .split('\n')
    .slice(1)
    .map((line) => line.trimEnd());
  const next = following.slice(following.findIndex((line) => line !== ''));
  for (let count = Math.min(lines.length - 1, MOST_REPEATED_LINES); count > 0; count--) {
    const tail = lines.slice(-count).map((line) => line.trimEnd());
    if (tail.some((line) => line !== '') && tail.every((line, index) => line === next[index]))
      return lines.slice(0, -count).join('\n').trimEnd().split('\n');
  }
  return [...lines];
}

/** Takes closers off the end as long as they close what the text itself has not opened and stand behind it anyway. */
function withoutExcess(text: string, rest: string): string {
  for (let length = Math.min(rest.length, text.length); length > 0; length--) {
    const tail = rest.slice(0, length);
    if (!text.endsWith(tail)) continue;
    const open = text.slice(0, -length);
    if (/^[;,:\s]*$/.test(tail) || excess(text) >= countOf(tail) || oddQuote(text, tail)) return open;
  }
  return text;
}

const countOf = (closing: string): number => closing.replaceAll(/[^)\]}]/g, '').length || Infinity;

const oddQuote = (text: string, tail: string): boolean => {
  const quote = /["'`]/.exec(tail)?.[0];
  return quote !== undefined && text.split(quote).length % 2 === 0;
};

/** How many brackets a text closes that it has not opened. */
function excess(text: string): number {
  let open = 0;
  let closed = 0;
  for (const character of text) {
    if ('([{'.includes(character)) open++;
    else if (')]}'.includes(character)) {
      if (open > 0) open--;
      else closed++;
    }
  }
  return closed;
}

const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';
