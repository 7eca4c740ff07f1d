import type * as vscode from 'vscode';
import type { Hunk } from '../edit/hunks.ts';

/** A document with changes that the user decides on one by one. */
export interface ReviewedDocument {
  /** `proposed`: nothing is written yet. `applied`: the file has the changes, to be kept or undone. */
  readonly kind: 'proposed' | 'applied';
  /** The document that has the changes. */
  readonly uri: vscode.Uri;
  /** What is undecided, as the document is now. */
  hunks(): readonly Hunk[];
  /** Throws a sentence where the file has changed in the same lines. */
  acceptHunk(hunk: Hunk): Promise<void>;
  rejectHunk(hunk: Hunk): Promise<void>;
  /** All that is left in this file. */
  acceptFile(): Promise<void>;
  rejectFile(): Promise<void>;
}
