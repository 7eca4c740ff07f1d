import { readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { searchFiles } from './fileSearch.ts';
import { lineFinder, type Hit } from './findInText.ts';
import { page } from './output.ts';
import { offset } from './parameters.ts';
import type { ToolPorts } from './ports.ts';
import { isBinary, locate, readApproval, unsavedText, type WorkspaceFile } from './workspaceFiles.ts';

const maxFileBytes = 1024 * 1024;
const maxHits = 2000;
const budgetMs = 10_000;
const filesAtOnce = 16;

export const searchText = ({ outputCharacters }: ToolPorts): Tool =>
  defineTool({
    name: 'search_text',
    description: 'Searches the text of files, line by line, ignoring case.',
    kind: 'read',
    parameters: z.strictObject({
      query: z.string(),
      regex: z.boolean(),
      files: z.string().nullable().describe('file, folder or glob; null: all'),
      offset,
    }),
    prepare: async ({ query, regex, files, offset }, { signal }) => {
      const find = lineFinder(query, regex);
      const target = await targetOf(files);
      return {
        title: `Search for ${query}${files ? ` in ${files}` : ''}`,
        ...(typeof target === 'string' ? {} : readApproval(target)),
        run: async () => {
          const candidates = typeof target === 'string' ? await searchFiles(target, signal) : [target];
          // A secret file is searched only when it was named and approved.
          const open = typeof target === 'string' ? candidates.filter(({ secret }) => !secret) : candidates;
          const { lines, complete } = await searchAll(open, find, signal);
          const notes = [
            ...(complete ? [] : ['There is more than one search can go through: narrow the query or the files.']),
            ...(open.length < candidates.length
              ? ['Files that usually hold secrets were left out. Name one in files to search it.']
              : []),
          ];
          const found =
            lines.length > 0
              ? page(`Lines that match ${query}`, lines, offset, outputCharacters())
              : `No line matches ${query}.`;
          return [found, ...notes].join('\n');
        },
      };
    },
  });

/** One file, or a glob. */
async function targetOf(files: string | null): Promise<WorkspaceFile | string> {
  if (files === null || files === '' || files === '.') return '**/*';
  if (/[*?{[]/.test(files)) return files;
  const file = await locate(files);
  if (!file.exists) return files;
  const { type } = await vscode.workspace.fs.stat(file.uri);
  if (!(type & vscode.FileType.Directory)) return file;
  return file.label === '.' ? '**/*' : `${file.label}/**`;
}

/** Stops when there are enough hits, or at the end of its time. */
async function searchAll(
  files: readonly WorkspaceFile[],
  find: (texts: readonly string[]) => Hit[][],
  signal: AbortSignal,
): Promise<{ lines: string[]; complete: boolean }> {
  const end = Date.now() + budgetMs;
  const lines: string[] = [];
  for (let at = 0; at < files.length; at += filesAtOnce) {
    signal.throwIfAborted();
    if (lines.length >= maxHits || Date.now() > end) return { lines, complete: false };
    const batch = files.slice(at, at + filesAtOnce);
    const texts = await Promise.all(batch.map(textOf));
    find(texts.map((text) => text ?? '')).forEach((hits, i) => {
      for (const { line, text } of hits) lines.push(`${batch[i]?.label ?? ''}:${line}: ${text}`);
    });
  }
  return { lines, complete: true };
}

/** Undefined for what is not searched: binary and very large files, and what vanished since it was listed. */
async function textOf({ uri }: WorkspaceFile): Promise<string | undefined> {
  const unsaved = unsavedText(uri);
  if (unsaved !== undefined) return unsaved;
  try {
    // Straight from the disk: through VS Code thousands of files take several times as long.
    if ((await stat(uri.fsPath)).size > maxFileBytes) return undefined;
    const bytes = await readFile(uri.fsPath);
    return isBinary(bytes) ? undefined : new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-8').decode(bytes);
  } catch (error) {
    if (['ENOENT', 'EACCES', 'EPERM', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
