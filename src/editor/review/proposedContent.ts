import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { toLf } from '../edit/textKeys.ts';

export const proposedScheme = 'parley-proposed';

interface Proposed {
  bytes: Uint8Array;
  changedAtMs: number;
  readOnly: boolean;
}

const reloadMs = 2000;

/** With its mark VS Code reads a text as UTF-8 whatever the settings say. */
const byteOrderMark = '\uFEFF';

/** The documents that diffs show, in memory: what a file would become, which the user may correct, or what it was. */
export class ProposedContent implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #files = new Map<string, Proposed>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  // Before the registration, which looks at it.
  readonly onDidChangeFile = this.#changed.event;
  readonly #registration = vscode.workspace.registerFileSystemProvider(proposedScheme, this, {
    isCaseSensitive: true,
  });

  /** The address has the file's name, so that it is shown in its language. */
  add(file: vscode.Uri, name: string, text: string, readOnly: boolean): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: proposedScheme, path: file.path, query: name });
    this.#files.set(uri.toString(), { bytes: Buffer.from(byteOrderMark + text), changedAtMs: Date.now(), readOnly });
    return uri;
  }

  has(uri: vscode.Uri): boolean {
    return this.#files.has(uri.toString());
  }

  /** As the user has it, saved or not. */
  textOf(uri: vscode.Uri): string {
    return openDocument(uri)?.getText() ?? Buffer.from(this.#find(uri).bytes).toString().replace(byteOrderMark, '');
  }

  /**
   * Replaces the whole text. Ends when an open document has it too; one with unsaved corrections stays unsaved. What is
   * read-only is never edited, so that it has nothing unsaved.
   */
  async setText(uri: vscode.Uri, text: string): Promise<void> {
    const document = openDocument(uri);
    if (!document?.isDirty) {
      this.#write(uri, Buffer.from(byteOrderMark + text));
      if (!document || this.#find(uri).readOnly) return;
      if (await isSoon(() => document.isClosed || toLf(document.getText()) === toLf(text))) return;
    }
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, document.validateRange(new vscode.Range(0, 0, document.lineCount, 0)), text);
    if (!(await vscode.workspace.applyEdit(edit))) throw new Error('VS Code did not take the correction.');
  }

  remove(uri: vscode.Uri): void {
    this.#files.delete(uri.toString());
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { bytes, changedAtMs, readOnly } = this.#find(uri);
    const permissions = readOnly ? { permissions: vscode.FilePermission.Readonly } : {};
    return { type: vscode.FileType.File, ctime: changedAtMs, mtime: changedAtMs, size: bytes.length, ...permissions };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.#find(uri).bytes;
  }

  /** What the user saves in the editor: a correction, kept until the edit is decided. */
  writeFile(uri: vscode.Uri, bytes: Uint8Array): void {
    if (this.#find(uri).readOnly) throw vscode.FileSystemError.NoPermissions(uri);
    this.#write(uri, bytes);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  #write(uri: vscode.Uri, bytes: Uint8Array): void {
    const known = this.#find(uri);
    // VS Code loads nothing again that is as old as what it has.
    const changedAtMs = Math.max(Date.now(), known.changedAtMs + 1);
    this.#files.set(uri.toString(), { ...known, bytes, changedAtMs });
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  /** Throws for a diff that outlived its window: what it proposed is gone. */
  #find(uri: vscode.Uri): Proposed {
    const file = this.#files.get(uri.toString());
    if (!file) throw vscode.FileSystemError.FileNotFound('This proposal is no longer open.');
    return file;
  }
}

export const openDocument = (uri: vscode.Uri): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString() && !open.isClosed);

/** VS Code takes a moment to load a file again, and never loads one with unsaved changes. */
async function isSoon(condition: () => boolean): Promise<boolean> {
  for (const end = Date.now() + reloadMs; !condition();) {
    if (Date.now() > end) return false;
    await sleep(10);
  }
  return true;
}
