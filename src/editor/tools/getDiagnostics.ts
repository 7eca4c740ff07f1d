import * as vscode from 'vscode';
import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { page } from './output.ts';
import { offset } from './parameters.ts';
import type { ToolPorts } from './ports.ts';
import { locateExisting, locateUri, type WorkspaceFile } from './workspaceFiles.ts';

/** How long a language server gets to look at a file that was not open before. */
const firstLookMs = 4000;

export const getDiagnostics = ({ outputCharacters }: ToolPorts): Tool =>
  defineTool({
    name: 'get_diagnostics',
    description: 'Lists errors and warnings the editor knows.',
    kind: 'read',
    parameters: z.strictObject({ path: z.string().nullable().describe('file; null: all'), offset }),
    prepare: async ({ path, offset }, { signal }) => {
      const file = path === null ? undefined : await locateExisting(path);
      const where = file?.label ?? 'the workspace';
      return {
        title: `Problems of ${where}`,
        run: async () => {
          const lines = file ? describe(file, await problemsOf(file.uri, signal)) : await allProblems();
          return lines.length > 0
            ? page(`Problems of ${where}`, lines, offset, outputCharacters())
            : `No problems in ${where}.`;
        },
      };
    },
  });

/** The problems of one file. Language servers look at what is in a tab: one that is in none is there for a moment. */
async function problemsOf(uri: vscode.Uri, signal: AbortSignal): Promise<readonly vscode.Diagnostic[]> {
  if (isKnown(uri)) return vscode.languages.getDiagnostics(uri);
  const { promise: looked, resolve } = Promise.withResolvers<undefined>();
  const done = (): void => resolve(undefined);
  const listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
    if (uris.some((changed) => changed.toString() === uri.toString())) done();
  });
  const timer = setTimeout(done, firstLookMs);
  signal.addEventListener('abort', done, { once: true });
  const wasInTab = tabsOf(uri).length > 0;
  try {
    if (!wasInTab) await vscode.window.showTextDocument(uri, { preview: false, preserveFocus: true });
    await looked;
    signal.throwIfAborted();
    return vscode.languages.getDiagnostics(uri);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', done);
    listener.dispose();
    if (!wasInTab) await vscode.window.tabGroups.close(tabsOf(uri).filter(({ isDirty }) => !isDirty));
  }
}

const tabsOf = (uri: vscode.Uri): vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => [...tabs])
    .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());

/** True once a language server has looked at the file, also where it found nothing. */
const isKnown = (uri: vscode.Uri): boolean =>
  vscode.languages.getDiagnostics().some(([known]) => known.toString() === uri.toString());

async function allProblems(): Promise<string[]> {
  const perFile = await Promise.all(
    vscode.languages.getDiagnostics().map(async ([uri, problems]) => {
      const file = problems.length > 0 ? await locateUri(uri) : undefined;
      return file ? describe(file, problems) : [];
    }),
  );
  return perFile.flat();
}

function describe({ label }: WorkspaceFile, problems: readonly vscode.Diagnostic[]): string[] {
  return [...problems]
    .sort((a, b) => a.severity - b.severity || a.range.start.compareTo(b.range.start))
    .map(({ range, severity, message, source, code }) => {
      const id = typeof code === 'object' ? code.value : code;
      const origin = [source, id].filter((part) => part !== undefined).join(' ');
      return `${label}:${range.start.line + 1}: ${vscode.DiagnosticSeverity[severity].toLowerCase()}: ${message}${origin && ` (${origin})`}`;
    });
}
