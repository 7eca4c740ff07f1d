import * as vscode from 'vscode';
import type { Proposal } from './applyProposals.ts';
import { carryOver, dropHunk, hunksBetween, takeHunk, type Hunk } from '../edit/hunks.ts';
import { openDocument, type ProposedContent } from './proposedContent.ts';
import type { ReviewedDocument } from './reviewedDocument.ts';

interface Options {
  content: ProposedContent;
  /** Makes a proposal of the user's real. */
  apply: (proposals: readonly Proposal[]) => Promise<void>;
  onDecided: () => void;
}

/** A file that has been changed without a review, until the user keeps or undoes the changes. */
export class AppliedFile implements ReviewedDocument {
  readonly kind = 'applied';
  readonly uri: vscode.Uri;
  /** Read-only: what the file would be without the changes. */
  readonly left: vscode.Uri;
  readonly #options: Options;
  /** Undefined: the file was not there. */
  #base: string | undefined;
  #last: string;
  #isDecided = false;

  constructor(uri: vscode.Uri, base: string | undefined, now: string, options: Options) {
    this.uri = uri;
    this.#base = base;
    this.#last = now;
    this.#options = options;
    this.left = options.content.add(uri, `before-${Date.now()}`, base ?? '', true);
  }

  get isDecided(): boolean {
    return this.#isDecided;
  }

  hunks(): readonly Hunk[] {
    return this.#isDecided ? [] : hunksBetween(this.#base ?? '', openDocument(this.uri)?.getText() ?? this.#last);
  }

  /** What the user changed meanwhile is no change of ours; `byAgent`: it is one. */
  follow(text: string, byAgent: boolean): void {
    if (!byAgent && this.#base !== undefined) this.#setBase(carryOver(this.#last, text, this.#base) ?? this.#base);
    this.#last = text;
  }

  acceptHunk(hunk: Hunk): Promise<void> {
    this.#setBase(takeHunk(this.#base ?? '', hunk));
    return this.#settle();
  }

  async rejectHunk(hunk: Hunk): Promise<void> {
    if (this.hunks().length < 2) return this.rejectFile();
    const document = await vscode.workspace.openTextDocument(this.uri);
    const text = document.getText();
    const proposed = dropHunk(text, hunk);
    this.#last = proposed;
    try {
      await this.#options.apply([{ uri: this.uri, original: text, proposed }]);
    } catch (error) {
      if (this.#last === proposed) this.#last = text;
      throw error;
    }
    await this.#settle();
  }

  acceptFile(): Promise<void> {
    this.#isDecided = true;
    return this.#settle();
  }

  /** A file that was not there goes away, unless it has unsaved changes. */
  async rejectFile(): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.uri);
    const text = document.getText();
    await this.#options.apply([{ uri: this.uri, original: text, proposed: this.#base }]);
    await this.acceptFile();
  }

  dispose(): void {
    this.#options.content.remove(this.left);
  }

  #setBase(text: string): void {
    if (text === this.#base) return;
    this.#base = text;
    void this.#options.content.setText(this.left, text);
  }

  #settle(): Promise<void> {
    if (this.hunks().length === 0) this.#isDecided = true;
    this.#options.onDecided();
    return Promise.resolve();
  }
}
