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

/** The problems of one file; opens it if need be, since language servers look at open files. */
async function problemsOf(uri: vscode.Uri, signal: AbortSignal): Promise<readonly vscode.Diagnostic[]> {
  const wasOpen = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
  const { promise: looked, resolve } = Promise.withResolvers<undefined>();
  const listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
    if (uris.some((changed) => changed.toString() === uri.toString())) resolve(undefined);
  });
  const done = (): void => resolve(undefined);
  const timer = setTimeout(done, firstLookMs);
  signal.addEventListener('abort', done, { once: true });
  try {
    await vscode.workspace.openTextDocument(uri);
    if (!wasOpen && vscode.languages.getDiagnostics(uri).length === 0) await looked;
    signal.throwIfAborted();
    return vscode.languages.getDiagnostics(uri);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', done);
    listener.dispose();
  }
}

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
