import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';

const firstWordMs = 1200;
const quietMs = 400;
const longestMs = 4000;
const mostErrors = 10;

/** Compares the errors that language servers report in these files before and after a change. Made before the change. */
export class NewErrors implements vscode.Disposable {
  readonly #uris: readonly vscode.Uri[];
  readonly #before: readonly string[];
  readonly #listener: vscode.Disposable;
  #heardAtMs: number | undefined;

  constructor(uris: readonly vscode.Uri[]) {
    const names = new Set(uris.map(String));
    this.#uris = uris;
    this.#before = this.#errors().map(({ key }) => key);
    this.#listener = vscode.languages.onDidChangeDiagnostics((event) => {
      if (event.uris.some((uri) => names.has(uri.toString()))) this.#heardAtMs = Date.now();
    });
  }

  /** What is new, as lines for the model; empty where nothing is. Waits a few seconds at most until servers are quiet. */
  async describe(signal: AbortSignal): Promise<string> {
    if (await this.#mayHaveErrors()) await this.#settled(signal);
    const known = [...this.#before];
    const found = this.#errors().filter(({ key }) => {
      const i = known.indexOf(key);
      if (i >= 0) known.splice(i, 1);
      return i < 0;
    });
    if (found.length === 0) return '';
    const shown = found.slice(0, mostErrors).map(({ line }) => line);
    const more = found.length > mostErrors ? [`… and ${found.length - mostErrors} more`] : [];
    return ['New errors after the edit:', ...shown, ...more].join('\n');
  }

  dispose(): void {
    this.#listener.dispose();
  }

  /** Nobody checks plain text. */
  async #mayHaveErrors(): Promise<boolean> {
    for (const uri of this.#uris) {
      try {
        if ((await vscode.workspace.openTextDocument(uri)).languageId !== 'plaintext') return true;
      } catch {
        // It was deleted or has no text.
      }
    }
    return false;
  }

  async #settled(signal: AbortSignal): Promise<void> {
    const start = Date.now();
    for (;;) {
      const now = Date.now();
      const quietSince = this.#heardAtMs ?? start + firstWordMs - quietMs;
      if (now - quietSince >= quietMs || now - start >= longestMs) return;
      await sleep(50, undefined, { signal });
    }
  }

  #errors(): { key: string; line: string }[] {
    return this.#uris.flatMap((uri) =>
      vscode.languages
        .getDiagnostics(uri)
        .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
        .map(({ message, range }) => ({
          key: `${uri.toString()} ${message}`,
          line: `${vscode.workspace.asRelativePath(uri)}:${range.start.line + 1}: ${message}`,
        })),
    );
  }
}
