import * as vscode from 'vscode';
import { keyOf } from '../edit/hunks.ts';
import { rangeOfHunk } from './rangeOfHunk.ts';
import type { ReviewedDocument } from './reviewedDocument.ts';

const verbs = {
  proposed: { accept: 'Accept', reject: 'Reject' },
  applied: { accept: 'Keep', reject: 'Undo' },
} as const;

/** Above each undecided change what can be done with it, and above the first what can be done with all of the file. */
export class ReviewLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #find: (uri: vscode.Uri) => ReviewedDocument | undefined;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #registration = vscode.languages.registerCodeLensProvider({ pattern: '**' }, this);

  constructor(find: (uri: vscode.Uri) => ReviewedDocument | undefined) {
    this.#find = find;
  }

  refresh(): void {
    this.#changed.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const reviewed = this.#find(document.uri);
    if (!reviewed) return [];
    const hunks = reviewed.hunks();
    const { accept, reject } = verbs[reviewed.kind];
    return hunks.flatMap((hunk, i) => {
      const range = rangeOfHunk(document, hunk);
      const key = keyOf(hunk);
      const lens = (title: string, command: string): vscode.CodeLens =>
        new vscode.CodeLens(range, { title, command, arguments: [document.uri.toString(), range.start.line, key] });
      const single = [
        lens(`$(check) ${accept}`, 'parley.acceptHunk'),
        lens(`$(discard) ${reject}`, 'parley.rejectHunk'),
      ];
      if (hunks.length === 1) return single;
      const whole = [lens(`${accept} file`, 'parley.acceptFile'), lens(`${reject} file`, 'parley.rejectFile')];
      return [
        ...single,
        lens(`Change ${i + 1} of ${hunks.length} $(arrow-down)`, 'parley.nextHunk'),
        ...(i === 0 ? whole : []),
      ];
    });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
