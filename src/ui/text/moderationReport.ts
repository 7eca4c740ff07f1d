import type { Moderation } from 'openai/resources/moderations';
import type { Piece } from './splitAtLines.ts';

export interface ModerationReport {
  /** Names of the flagged categories, the highest score first. */
  flagged: readonly string[];
  /** For a person to read: a Markdown table of all categories, the flagged ones first. */
  markdown: string;
}

interface Row {
  category: string;
  isFlagged: boolean;
  score: number;
  /** Where the pieces begin in which it was flagged. */
  lines: number[];
}

/** Few enough that a line fits into half of a window. */
const BAR_CELLS = 10;

/** What was said of each piece of a text, as one. A server names the categories, so their names are checked. */
export function moderationReport(
  pieces: readonly Piece[],
  results: readonly Pick<Moderation, 'categories' | 'category_scores'>[],
  about: { label: string; model: string },
): ModerationReport {
  const rows = new Map<string, Row>();
  for (const [index, { categories, category_scores: scores }] of results.entries()) {
    const flags = Object.entries(categories as unknown as Record<string, unknown>);
    for (const [name, isFlagged] of flags) {
      const category = name.replaceAll(/[^\w/ -]/g, '');
      const row = rows.get(category) ?? { category, isFlagged: false, score: 0, lines: [] };
      const score = Number((scores as unknown as Record<string, unknown>)[name]);
      if (Number.isFinite(score)) row.score = Math.max(row.score, Math.min(1, Math.max(0, score)));
      if (isFlagged === true) {
        row.isFlagged = true;
        row.lines.push(pieces[index]?.line ?? 1);
      }
      rows.set(category, row);
    }
  }
  const sorted = [...rows.values()].sort((a, b) => Number(b.isFlagged) - Number(a.isFlagged) || b.score - a.score);
  const flagged = sorted.filter((row) => row.isFlagged).map((row) => row.category);
  return { flagged, markdown: markdownOf(sorted, flagged, pieces.length, about) };
}

function markdownOf(
  rows: readonly Row[],
  flagged: readonly string[],
  pieces: number,
  { label, model }: { label: string; model: string },
): string {
  const width = Math.max(8, ...rows.map((row) => row.category.length));
  const withLines = pieces > 1;
  const withFlags = flagged.length > 0;
  const cells = (row: Row) => [
    ...(withFlags ? [row.isFlagged ? 'flagged' : '       '] : []),
    row.category.padEnd(width),
    barOf(row.score),
    row.score.toFixed(4),
    ...(withLines ? [row.lines.map((line) => `from line ${line}`).join(', ')] : []),
  ];
  const head = [
    ...(withFlags ? ['Flagged'] : []),
    'Category'.padEnd(width),
    'Score'.padEnd(BAR_CELLS),
    '      ',
    ...(withLines ? ['Where'] : []),
  ];
  const line = (texts: readonly string[]) => `| ${texts.join(' | ')} |`;
  return [
    `# Moderation of ${plain(label)}`,
    '',
    flagged.length > 0 ? `**Flagged: ${flagged.join(', ')}**` : '**Not flagged**',
    '',
    line(head),
    line(head.map((text) => '-'.repeat(Math.max(3, text.length)))),
    ...rows.map((row) => line(cells(row))),
    '',
    `Checked by ${plain(model)}${withLines ? ` in ${pieces} pieces; each score is the highest of them` : ''}.`,
    '',
  ].join('\n');
}

const barOf = (score: number): string => '█'.repeat(Math.round(score * BAR_CELLS)).padEnd(BAR_CELLS, '░');

const plain = (text: string): string => text.replaceAll(/[^\w.:/@ –-]/gu, '');
