import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

/** A conversation's title, or a text in it, in which all words stand. */
export interface SearchHit {
  conversationId: string;
  title: string;
  /** Absent: the title is what was found. */
  itemId?: string;
  /** The text around the first of the words, in pieces: those that are a word say so. */
  snippet: readonly SnippetPiece[];
}

export interface SnippetPiece {
  text: string;
  found: boolean;
}

const BEFORE_CHARACTERS = 40;
const SNIPPET_CHARACTERS = 160;

/** Trigrams have three characters: the index knows no shorter words. */
const INDEXED_CHARACTERS = 3;

/** More are no search but a text that was pasted. */
const MOST_WORDS = 32;

/** What holds all words of the query, whatever their case. Words of one or two characters are looked for one by one. */
export function searchTexts(database: DatabaseSync, query: string, limit: number): SearchHit[] {
  const words = query.replaceAll('\0', ' ').split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
  const [first] = words;
  if (first === undefined) return [];
  const indexed = words.filter((word) => Array.from(word).length >= INDEXED_CHARACTERS);
  const short = words.filter((word) => !indexed.includes(word));
  const conditions = [...(indexed.length > 0 ? ['texts MATCH ?'] : []), ...short.map(() => isLike('texts.text'))];
  const values: SQLInputValue[] = [
    ...(indexed.length > 0 ? [indexed.map((word) => `"${word.replaceAll('"', '""')}"`).join(' ')] : []),
    ...short.map(like),
  ];
  // Of many thousand finds only those that are shown are read.
  const found = database
    .prepare(
      `SELECT found.id, found.title, found.item_id,
         substr(texts.text, max(1, instr(lower(texts.text), lower(?)) - ${BEFORE_CHARACTERS}), ${SNIPPET_CHARACTERS}) AS snippet
       FROM (
         SELECT c.id, c.title, c.updated_at, items.item_id, items.row
         FROM texts JOIN items ON items.row = texts.rowid JOIN conversations c ON c.id = items.conversation_id
         WHERE ${conditions.join(' AND ')} AND c.deleted_at IS NULL
         ORDER BY c.updated_at DESC, items.row DESC LIMIT ?
       ) found JOIN texts ON texts.rowid = found.row
       ORDER BY found.updated_at DESC, found.row DESC`,
    )
    .all(first, ...values, limit);
  const titles = database
    .prepare(
      `SELECT id, title FROM conversations WHERE ${words.map(() => isLike('title')).join(' AND ')} AND deleted_at IS NULL
       ORDER BY updated_at DESC LIMIT ?`,
    )
    .all(...words.map(like), limit);
  const hit = (row: Record<string, unknown>, text: string): SearchHit => ({
    conversationId: String(row.id),
    title: String(row.title),
    snippet: mark(text, words),
  });
  return [
    ...titles.map((row) => hit(row, String(row.title))),
    ...found.map((row) => ({ ...hit(row, String(row.snippet)), itemId: String(row.item_id) })),
  ].slice(0, limit);
}

const isLike = (column: string) => `${column} LIKE ? ESCAPE '\\'`;

const like = (word: string) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`;

function mark(text: string, words: readonly string[]): SnippetPiece[] {
  const pattern = words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return text
    .split(new RegExp(`(${pattern})`, 'giu'))
    .map((piece, at) => ({ text: piece, found: at % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}
