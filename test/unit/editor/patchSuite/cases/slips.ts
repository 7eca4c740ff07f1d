import type { PatchCase } from '../patchCase.ts';
import { casesOf, patchOf, replacement, type Lines } from '../sourceCases.ts';
import { writePatch } from '../writePatch.ts';

/** The same in both texts. */
const both = ({ old, wanted }: Lines, write: (lines: readonly string[]) => string) => [
  { oldText: write(old), newText: write(wanted) },
];

const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replaceAll(/[<>&"]/g, (sign) => entities[sign] ?? sign);
const curl = (text: string): string => text.replaceAll("'", '’').replaceAll(/"([^"\n]*)"/g, '“$1”');
const straighten = (text: string): string =>
  text.replaceAll(/[‘’]/g, "'").replaceAll(/[“”]/g, '"').replaceAll('–', '-');
const markerOf = (path: string): [string, string] =>
  /\.(py|yaml|sh)$/.test(path)
    ? ['#', '']
    : path.endsWith('.sql')
      ? ['--', '']
      : /\.(html|md)$/.test(path)
        ? ['<!--', ' -->']
        : path.endsWith('.css')
          ? ['/*', ' */']
          : ['//', ''];

/** What models add to a text or do to its signs. */
export const slipCases = (): PatchCase[] => [
  ...casesOf('line numbers', ({ edit }) => ({
    sent: both(edit, (lines) => lines.map((line, i) => `${i + 17}: ${line}`).join('\n')),
  })),
  ...casesOf('line numbers', ({ edit }) => ({
    sent: [
      {
        oldText: edit.old.map((line, i) => `${String(i + 97).padStart(6)}\t${line}`).join('\n'),
        newText: edit.wanted.join('\n'),
      },
    ],
  })),
  ...casesOf('fences', ({ edit }) => ({ sent: both(edit, (lines) => `\`\`\`\n${lines.join('\n')}\n\`\`\``) })),
  ...casesOf('escapes', ({ edit }) => ({ sent: both(edit, (lines) => JSON.stringify(lines.join('\n')).slice(1, -1)) })),
  ...casesOf('HTML entities', ({ edit }) =>
    escapeHtml(edit.old.join('\n')) === edit.old.join('\n')
      ? undefined
      : { sent: both(edit, (lines) => escapeHtml(lines.join('\n'))) },
  ),
  ...casesOf('typography', ({ edit }) =>
    curl(edit.old.join('\n')) === edit.old.join('\n')
      ? undefined
      : { sent: both(edit, (lines) => curl(lines.join('\n'))) },
  ),
  ...casesOf('typography', ({ edit }) =>
    straighten(edit.old.join('\n')) === edit.old.join('\n')
      ? undefined
      : {
          sent: both(edit, (lines) => straighten(lines.join('\n'))),
          compare: straighten,
        },
  ),
  ...casesOf('unicode', ({ edit, before, after }) => {
    const name = (text: readonly string[], form: 'NFC' | 'NFD') =>
      text.map((line) => line.replaceAll('order', 'größe').normalize(form));
    if (!edit.old.some((line) => line.includes('order'))) return undefined;
    const sent = [replacement({ old: name(edit.old, 'NFD'), wanted: name(edit.wanted, 'NFD') })];
    const compare = (text: string) => text.normalize('NFC');
    return { file: name(before, 'NFC').join('\n'), sent, wanted: name(after, 'NFC').join('\n'), compare };
  }),
  ...casesOf('unicode', ({ edit, before, after }) => {
    const hard = (line: string) => line.replace(/(\S) (\S)/, '$1\u00a0$2');
    const kept = edit.old.find((line, i) => line === edit.wanted[i] && hard(line) !== line);
    if (kept === undefined || before.filter((line) => line === kept).length > 1) return undefined;
    const change = (text: readonly string[]) => text.map((line) => (line === kept ? hard(line) : line)).join('\n');
    return { file: change(before), wanted: change(after) };
  }),
  ...casesOf('code left out', ({ source, edit }) => {
    const [open, close] = markerOf(source.path);
    const words = ['... existing code ...', '... rest of the code ...', '...', '... (unchanged)'];
    const word = words[edit.name.length % words.length] ?? '';
    const middle = Math.floor(edit.wanted.length / 2);
    const wanted = [...edit.wanted.slice(0, middle), `    ${open} ${word}${close}`, ...edit.wanted.slice(middle + 1)];
    return { sent: [replacement({ old: edit.old, wanted })], wanted: undefined };
  }),
  ...casesOf('made already', ({ after }) => ({ file: after.join('\n') })),
  ...casesOf('made already', (situation) => ({ file: situation.after.join('\n'), sent: patchOf(situation) })),
  ...casesOf('sent twice', ({ edit }) => ({ sent: [replacement(edit), replacement(edit)] })),
  ...casesOf('sent twice', ({ source, edit }) => ({ sent: writePatch(source.path, [edit, edit]) })),
];
