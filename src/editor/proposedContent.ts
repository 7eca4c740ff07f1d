import * as vscode from 'vscode';

export const proposedScheme = 'parley-proposed';

/** The read-only documents that diffs show: what a file would become, or nothing for a file that is not there yet. */
export class ProposedContent implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, () => string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  // Before the registration, which looks at it.
  readonly onDidChange = this.#changed.event;
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(proposedScheme, this);

  /** `text` is asked again after `refresh`. The address has the file's name, so that it is shown in its language. */
  add(file: vscode.Uri, name: string, text: () => string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: proposedScheme, path: file.path, query: name });
    this.#texts.set(uri.toString(), text);
    return uri;
  }

  refresh(uri: vscode.Uri): void {
    this.#changed.fire(uri);
  }

  remove(uri: vscode.Uri): void {
    this.#texts.delete(uri.toString());
  }

  /** Throws for a diff that outlived its window: what it proposed is gone. */
  provideTextDocumentContent(uri: vscode.Uri): string {
    const text = this.#texts.get(uri.toString());
    if (!text) throw new Error('This proposal is no longer open.');
    return text();
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
