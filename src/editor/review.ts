import * as vscode from 'vscode';
import { applyProposals, type Proposal } from './applyProposals.ts';
import { modifiedIn } from './diffTabs.ts';
import type { ProposedContent } from './proposedContent.ts';
import { isUnchanged, ProposedFile } from './proposedFile.ts';
import type { WriteOrigin, Writes } from './writes.ts';

interface Options {
  title: string;
  content: ProposedContent;
  writes: Writes;
  /** The turn that proposes it; undefined: the user did. */
  origin: WriteOrigin | undefined;
}

const touchedBy = ({ proposal: { uri, moveTo } }: ProposedFile): vscode.Uri[] => (moveTo ? [uri, moveTo] : [uri]);

/** Proposed edits of one file or several until they are accepted or rejected, together. */
export class Review {
  /** `uri` names the review: it is that of the first diff. The lines are those of all. */
  readonly diff: { uri: string; added: number; removed: number };
  readonly files: readonly ProposedFile[];
  readonly decided: Promise<'accepted' | 'rejected'>;
  readonly #title: string;
  readonly #write: (change: () => Promise<void>) => Promise<void>;
  readonly #watch: vscode.Disposable;
  #decide: (decision: 'accepted' | 'rejected') => void = () => undefined;
  #decision: 'accepted' | 'rejected' | undefined;
  #accepting: Promise<void> | undefined;

  constructor(proposals: readonly Proposal[], { title, content, writes, origin }: Options) {
    this.files = proposals.filter((each) => !isUnchanged(each)).map((each) => new ProposedFile(each, content));
    const [first] = this.files;
    if (!first) throw new Error('The edit changes nothing.');
    this.#title = title;
    this.#write = (change) => writes.perform({ files: this.files.flatMap(touchedBy), origin }, change);
    this.#watch = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      for (const file of this.files) file.refresh(document.uri);
    });
    this.decided = new Promise((resolve) => (this.#decide = resolve));
    this.diff = {
      uri: first.right.toString(),
      added: this.files.reduce((sum, { added }) => sum + added, 0),
      removed: this.files.reduce((sum, { removed }) => sum + removed, 0),
    };
  }

  /** Opens the diff, or brings it to the front: of several files all in one tab. Does nothing once decided. */
  async show(): Promise<void> {
    if (this.#decision) return;
    const [first, ...others] = this.files;
    const options: vscode.TextDocumentShowOptions = { preview: false };
    if (others.length === 0)
      await vscode.commands.executeCommand('vscode.diff', first?.left, first?.right, this.#title, options);
    else {
      const sides = this.files.map(({ proposal, left, right }) => [proposal.moveTo ?? proposal.uri, left, right]);
      await vscode.commands.executeCommand('vscode.changes', this.#title, sides);
    }
  }

  /** Applies the edit. Throws a sentence, and stays open, where a file has changed so that it does not fit any more. */
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
      await this.#write(() => applyProposals(this.files.map(({ proposal }) => proposal)));
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
    for (const file of this.files) file.dispose();
  }

  isShownIn(tab: vscode.Tab): boolean {
    return modifiedIn(tab).some((uri) => uri.toString() === this.diff.uri);
  }
}
