import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { applyProposal, type Proposal } from './applyProposal.ts';
import { applyChanges, diffLines, splitLines } from './edit/lineDiff.ts';
import { rebaseChanges } from './edit/rebase.ts';
import type { ProposedContent } from './proposedContent.ts';

/** A proposed edit until it is accepted or rejected. */
export class Review {
  readonly diff: { uri: string; added: number; removed: number };
  readonly decided: Promise<'accepted' | 'rejected'>;
  readonly #proposal: Proposal;
  readonly #title: string;
  readonly #content: ProposedContent;
  readonly #left: vscode.Uri;
  readonly #right: vscode.Uri;
  readonly #watch: vscode.Disposable;
  #decide: (decision: 'accepted' | 'rejected') => void = () => undefined;
  #decision: 'accepted' | 'rejected' | undefined;
  #accepting: Promise<void> | undefined;

  constructor(proposal: Proposal, title: string, content: ProposedContent) {
    const { uri, original, proposed } = proposal;
    const changes = diffLines(splitLines(original ?? ''), splitLines(proposed));
    if (original !== undefined && changes.length === 0) throw new Error('The edit changes nothing.');
    const id = randomUUID();
    this.#proposal = proposal;
    this.#title = title;
    this.#content = content;
    this.#right = content.add(uri, id, () => this.#preview());
    this.#left = original === undefined ? content.add(uri, `${id}-none`, () => '') : uri;
    this.#watch = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.toString() === uri.toString()) content.refresh(this.#right);
    });
    this.decided = new Promise((resolve) => (this.#decide = resolve));
    this.diff = {
      uri: this.#right.toString(),
      added: changes.reduce((sum, { lines }) => sum + lines.length, 0),
      removed: changes.reduce((sum, { start, end }) => sum + end - start, 0),
    };
  }

  /** Opens the diff, or brings it to the front. Does nothing once decided. */
  async show(): Promise<void> {
    if (this.#decision) return;
    const options: vscode.TextDocumentShowOptions = { preview: false };
    await vscode.commands.executeCommand('vscode.diff', this.#left, this.#right, this.#title, options);
  }

  /** Applies the edit. Throws a sentence, and stays open, where the file has changed so that it does not fit any more. */
  accept(): Promise<void> {
    return (this.#accepting ??= this.#apply());
  }

  reject(): void {
    if (this.#decision ?? this.#accepting) return;
    void this.#close('rejected');
  }

  async #apply(): Promise<void> {
    if (this.#decision === 'rejected') throw new Error('The edit was rejected.');
    try {
      await applyProposal(this.#proposal);
    } catch (error) {
      this.#accepting = undefined;
      throw error;
    }
    await this.#close('accepted');
  }

  async #close(decision: 'accepted' | 'rejected'): Promise<void> {
    this.#decision = decision;
    this.#watch.dispose();
    this.#decide(decision);
    await vscode.window.tabGroups.close(
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter((tab) => this.isShownIn(tab))),
    );
    this.#content.remove(this.#left);
    this.#content.remove(this.#right);
  }

  isShownIn({ input }: vscode.Tab): boolean {
    return input instanceof vscode.TabInputTextDiff && input.modified.toString() === this.diff.uri;
  }

  /** What accepting now would give; where the edit does not fit any more, what was proposed at first. */
  #preview(): string {
    const { uri, original, proposed } = this.#proposal;
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    if (original === undefined || !open) return proposed;
    const changes = rebaseChanges(original, proposed, open.getText());
    return changes ? applyChanges(splitLines(open.getText()), changes).join('\n') : proposed;
  }
}
