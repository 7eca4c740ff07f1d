import { readdirSync, readFileSync } from 'node:fs';

/** An edit of a source, as whole lines. `old` is in it once. */
export interface SourceEdit {
  name: string;
  old: readonly string[];
  wanted: readonly string[];
}

/** A file as programmers write it, and some edits of it. */
export interface Source {
  path: string;
  lines: readonly string[];
  edits: readonly SourceEdit[];
}

const folder = new URL('sources/', import.meta.url);

/** Each file holds the source and then its edits: `//// what`, the old lines, `//// into`, the new ones. */
export const sources: readonly Source[] = readdirSync(folder)
  .sort()
  .map((file) => {
    const [source = '', ...parts] = readFileSync(new URL(file, folder), 'utf8').split(/^\/\/\/\/ /m);
    const edits: SourceEdit[] = [];
    for (let i = 0; i + 1 < parts.length; i += 2) {
      const [name = '', ...old] = (parts[i] ?? '').trimEnd().split('\n');
      edits.push({ name, old, wanted: (parts[i + 1] ?? '').trimEnd().split('\n').slice(1) });
    }
    return { path: `src/${file.replace(/\.txt$/, '')}`, lines: source.split('\n'), edits };
  });

/** The file after the edit. Throws where the edit is not of this file. */
export function editSource(lines: readonly string[], { old, wanted }: Pick<SourceEdit, 'old' | 'wanted'>): string[] {
  const [text, from] = [lines.join('\n'), `\n${old.join('\n')}\n`];
  if (`\n${text}`.split(from).length !== 2) throw new Error(`Not once in the source: ${from}`);
  return `\n${text}`
    .replace(from, () => `\n${wanted.join('\n')}\n`)
    .slice(1)
    .split('\n');
}
