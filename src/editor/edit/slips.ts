import { isBlank } from './indentation.ts';
import { plainText } from './textKeys.ts';

/** A replacement as a model writes it. */
export interface TextEdit {
  oldText: string;
  newText: string;
}

/**
 * What the edit may have been meant to be: itself, and then without what models add by mistake: fences, line numbers,
 * escapes, HTML entities, typographic signs.
 */
export function readingsOf(edit: TextEdit): TextEdit[] {
  const readings = [edit];
  let all = edit;
  for (const read of [withoutFence, withoutLineNumbers, withoutEscapes, withoutEntities, withoutTypography]) {
    const reading = read(edit);
    if (reading) readings.push(reading);
    all = read(all) ?? all;
  }
  return readings.length > 2 ? [...readings, all] : readings;
}

function withoutFence({ oldText, newText }: TextEdit): TextEdit | undefined {
  const inside = (text: string) => /^\s*(`{3,})[^\n`]*\n([^]*?)\n?\1\s*$/.exec(text)?.[2];
  const old = inside(oldText);
  return old === undefined ? undefined : { oldText: old, newText: inside(newText) ?? newText };
}

const numbered = /^\s*L?(\d+)(?:\t| *[:|→])(.*)$/;

function withoutLineNumbers({ oldText, newText }: TextEdit): TextEdit | undefined {
  const old = stripNumbers(oldText);
  return old === undefined ? undefined : { oldText: old, newText: stripNumbers(newText) ?? newText };
}

/** Only where each line has a number, each one more than the one before; with the blank that follows all of them. */
function stripNumbers(text: string): string | undefined {
  const lines = text.split('\n');
  const parts = lines.map((line) => numbered.exec(line));
  let next: number | undefined;
  for (const [i, part] of parts.entries()) {
    if (!part && isBlank(lines[i] ?? '')) continue;
    const number = Number(part?.[1] ?? NaN);
    if (Number.isNaN(number) || (next !== undefined && number !== next)) return undefined;
    next = number + 1;
  }
  if (next === undefined) return undefined;
  const rests = parts.map((part) => part?.[2] ?? '');
  const spaced = rests.every((rest) => rest === '' || rest.startsWith(' '));
  return rests.map((rest) => (spaced ? rest.slice(1) : rest)).join('\n');
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '', '"': '"', "'": "'", '\\': '\\' };

function withoutEscapes({ oldText, newText }: TextEdit): TextEdit | undefined {
  if (!/\\[nt"']/.test(oldText) || oldText.includes('\n')) return undefined;
  const plain = (text: string) => text.replaceAll(/\\([ntr"'\\])/g, (_, sign: string) => escapes[sign] ?? sign);
  return { oldText: plain(oldText), newText: plain(newText) };
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&#x27;': "'",
  '&#34;': '"',
  '&amp;': '&',
};

function withoutEntities({ oldText, newText }: TextEdit): TextEdit | undefined {
  const plain = (text: string) =>
    text.replaceAll(/&(?:lt|gt|quot|apos|amp|#39|#x27|#34);/g, (entity) => entities[entity] ?? entity);
  const old = plain(oldText);
  return old === oldText ? undefined : { oldText: old, newText: plain(newText) };
}

function withoutTypography({ oldText, newText }: TextEdit): TextEdit | undefined {
  const old = plainText(oldText);
  return old === oldText ? undefined : { oldText: old, newText: plainText(newText) };
}

const omission =
  /^\s*(?:\/\/|#|--|\/\*|<!--|\{\/\*|%|;)?\s*(?:\.\.\.|…)\s*(?:\(?[\w\s,'-]*\b(?:existing|rest|remaining|unchanged|same|other|previous|omitted|keep|more|code|before)\b[\w\s,'-]*\)?)?\s*(?:\.\.\.|…)?\s*(?:\*\/\}?|-->)?\s*$/i;
const spokenOmission =
  /^\s*(?:\/\/|#|--|\/\*|<!--|\{\/\*)\s*(?:rest of|remaining|existing|unchanged|same as|keep)\b[^]*?(?:code|unchanged|before|file|function|method|class|same|here|existing|above)\b\W*$/i;

/** Longer lines are no such remark, and would take the patterns long. */
const longestOmission = 200;

/** The line that stands for code left out, such as `// ... existing code ...`, if it is not a line of `file`. */
export function omissionIn(text: string, file: readonly string[]): string | undefined {
  const known = new Set(file.map((line) => line.trim()));
  return text
    .split('\n')
    .find(
      (line) =>
        line.length <= longestOmission &&
        (omission.test(line) || spokenOmission.test(line)) &&
        !known.has(line.trim()) &&
        !isEllipsis(line),
    )
    ?.trim();
}

/** Three dots alone are Python for "nothing here". */
const isEllipsis = (line: string): boolean => line.trim() === '...';
