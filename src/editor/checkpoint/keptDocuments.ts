import * as vscode from 'vscode';
import type { Checkpoints } from './checkpoints.ts';
import type { FilePlan } from './planRestore.ts';

const scheme = 'parley-kept';

/** Shows what restoring a file would give, as a diff. Also a diff that comes back after a reload is filled. */
export class KeptDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #checkpoints: Checkpoints;
  readonly #registration: vscode.Disposable;

  constructor(checkpoints: Checkpoints) {
    this.#checkpoints = checkpoints;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  /** The file as it is now on the left, as it would be on the right. */
  async showDiff(plan: FilePlan): Promise<void> {
    const uri = vscode.Uri.parse(plan.uri, true);
    const kept = (hash = ''): vscode.Uri => vscode.Uri.from({ scheme, path: uri.path, query: hash });
    const isThere = await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    const right = kept(plan.target.unsaved ?? plan.target.disk);
    const title = `${vscode.workspace.asRelativePath(uri)} (Now ↔ Restored)`;
    const options: vscode.TextDocumentShowOptions = { preview: true, preserveFocus: true };
    await vscode.commands.executeCommand('vscode.diff', isThere ? uri : kept(), right, title, options);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    if (uri.query === '') return '';
    const bytes = (await this.#checkpoints.store()).content(uri.query);
    if (!bytes) throw new Error('This content is not kept any more.');
    const text = await vscode.workspace.decode(bytes, { uri: uri.with({ scheme: 'file', query: '' }) });
    return text.replace(/^\uFEFF/, '');
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
