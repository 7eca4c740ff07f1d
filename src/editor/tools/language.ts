import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { splitLines } from '../edit/lineDiff.ts';
import { locateUri, readText, type WorkspaceFile } from './workspaceFiles.ts';

const startupMs = 3000;
const pauseMs = 250;

/**
 * Asks the language features of VS Code. A file that was not open until now may find its language server still
 * starting: an empty answer is asked for again for some seconds.
 */
export async function askLanguage<T>(
  command: string,
  signal: AbortSignal,
  uri: vscode.Uri,
  ...args: unknown[]
): Promise<readonly T[]> {
  await vscode.workspace.openTextDocument(uri);
  const end = Date.now() + startupMs;
  for (;;) {
    const answer = await vscode.commands.executeCommand<readonly T[] | undefined>(command, uri, ...args);
    signal.throwIfAborted();
    if (answer && answer.length > 0) return answer;
    if (Date.now() > end) return [];
    await sleep(pauseMs, undefined, { signal });
  }
}

/**
 * Waits until a language server that has answered knows the whole project. While it loads, TypeScript's tells from one
 * file alone where a name is used; what calls a function it tells only afterwards. Others answer at once.
 */
export async function projectLoaded(
  file: WorkspaceFile,
  position: vscode.Position,
  signal: AbortSignal,
): Promise<void> {
  await vscode.commands.executeCommand('vscode.prepareCallHierarchy', file.uri, position);
  signal.throwIfAborted();
}

/** Where the name stands in the line (1-based). Throws a sentence with what the line has instead. */
export async function positionOf(file: WorkspaceFile, line: number, symbol: string): Promise<vscode.Position> {
  const document = await vscode.workspace.openTextDocument(file.uri);
  const index = Math.floor(line) - 1;
  if (index < 0 || index >= document.lineCount)
    throw new Error(`${file.label} has ${document.lineCount} lines; there is no line ${line}.`);
  const { text } = document.lineAt(index);
  const escaped = symbol.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const whole = text.search(new RegExp(`(?<![\\p{L}\\p{N}_$])${escaped}(?![\\p{L}\\p{N}_$])`, 'u'));
  if (symbol === '' || whole < 0)
    throw new Error(
      `"${symbol}" is not in line ${line} of ${file.label}${file.secret ? '' : `, which is: ${text.trim()}`}`,
    );
  return new vscode.Position(index, whole);
}

/** Locations as `src/a.ts:12: the line`, sorted. Of files outside the workspace only the place is told. */
export async function describeLocations(
  locations: readonly (vscode.Location | vscode.LocationLink)[],
): Promise<string[]> {
  const texts = new Map<string, Promise<string[]>>();
  const places = locations.map((location) =>
    'targetUri' in location
      ? { uri: location.targetUri, line: (location.targetSelectionRange ?? location.targetRange).start.line }
      : { uri: location.uri, line: location.range.start.line },
  );
  const described = await Promise.all(
    places.map(async ({ uri, line }) => {
      const file = await locateUri(uri);
      if (!file) return { name: uri.fsPath, line, text: '(outside the workspace)' };
      if (file.secret) return { name: file.label, line, text: '' };
      const reading = texts.get(file.label) ?? readText(file).then(splitLines);
      texts.set(file.label, reading);
      return { name: file.label, line, text: (await reading)[line]?.trim() ?? '' };
    }),
  );
  described.sort((a, b) => (a.name === b.name ? a.line - b.line : a.name < b.name ? -1 : 1));
  return [...new Set(described.map(({ name, line, text }) => `${name}:${line + 1}: ${text}`))];
}
