import * as vscode from 'vscode';
import { AppliedFile } from './appliedFile.ts';
import { applyProposals, type Proposal } from './applyProposals.ts';
import type { ProposedContent } from './proposedContent.ts';
import type { Writes } from './writes.ts';

/** The files that a turn has changed without a review: each can be kept or undone until the window closes. */
export class AppliedEdits implements vscode.Disposable {
  readonly #files = new Map<string, AppliedFile>();
  readonly #beingWritten = new Set<string>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #content: ProposedContent;
  readonly #writes: Writes;
  readonly #listeners: readonly { dispose(): unknown }[];

  constructor(content: ProposedContent, writes: Writes) {
    this.#content = content;
    this.#writes = writes;
    const follow = (document: vscode.TextDocument): void => {
      const key = document.uri.toString();
      this.#files.get(key)?.follow(document.getText(), this.#beingWritten.has(key));
    };
    this.#listeners = [
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) follow(document);
      }),
      vscode.workspace.onDidOpenTextDocument(follow),
      vscode.workspace.onDidDeleteFiles(({ files }) => this.#forget(files)),
      vscode.workspace.onDidRenameFiles(({ files }) => this.#forget(files.map(({ oldUri }) => oldUri))),
      writes.onWillWrite(({ files, origin }) => {
        if (origin === undefined) return Promise.resolve(undefined);
        for (const uri of files) this.#beingWritten.add(uri.toString());
        return Promise.resolve(() => {
          for (const uri of files) this.#beingWritten.delete(uri.toString());
          return Promise.resolve();
        });
      }),
    ];
  }

  /** Those with something undecided. */
  get files(): readonly AppliedFile[] {
    return [...this.#files.values()].filter((file) => file.hunks().length > 0);
  }

  find(uri: vscode.Uri): AppliedFile | undefined {
    return this.#files.get(uri.toString());
  }

  /** Remembers what these files were before they were changed. What goes away or moves is left to the checkpoints. */
  async add(proposals: readonly Proposal[]): Promise<void> {
    for (const { uri, original, proposed, moveTo } of proposals) {
      if (moveTo || proposed === undefined || this.#files.has(uri.toString())) continue;
      const document = await vscode.workspace.openTextDocument(uri);
      const options = {
        content: this.#content,
        apply: (changes: readonly Proposal[]) =>
          this.#writes.perform({ files: changes.map((change) => change.uri), origin: undefined }, () =>
            applyProposals(changes),
          ),
        onDecided: () => this.#drop(uri),
      };
      this.#files.set(uri.toString(), new AppliedFile(uri, original, document.getText(), options));
    }
    this.#changed.fire();
  }

  /** All in one tab, or that of the only one. */
  async show(): Promise<void> {
    const files = this.files;
    const [first, ...others] = files;
    if (!first) return;
    const title = 'Changes by Parley';
    if (others.length > 0) {
      const sides = files.map(({ uri, left }) => [uri, left, uri]);
      await vscode.commands.executeCommand('vscode.changes', title, sides);
      return;
    }
    const name = `${vscode.workspace.asRelativePath(first.uri)} (${title})`;
    await vscode.commands.executeCommand('vscode.diff', first.left, first.uri, name, { preview: false });
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    for (const file of this.#files.values()) file.dispose();
    this.#changed.dispose();
  }

  #drop(uri: vscode.Uri): void {
    const file = this.#files.get(uri.toString());
    if (file?.isDecided) {
      this.#files.delete(uri.toString());
      file.dispose();
    }
    this.#changed.fire();
  }

  #forget(uris: readonly vscode.Uri[]): void {
    for (const uri of uris) {
      this.#files.get(uri.toString())?.dispose();
      this.#files.delete(uri.toString());
    }
    this.#changed.fire();
  }
}
