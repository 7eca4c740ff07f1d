import * as vscode from 'vscode';
import { applyProposals, type Proposal } from './applyProposals.ts';
import { modifiedIn } from './diffTabs.ts';
import { openDocument, type ProposedContent } from './proposedContent.ts';
import { isUnchanged, ProposedFile } from './proposedFile.ts';
import type { WriteOrigin, Writes } from './writes.ts';

interface Options {
  title: string;
  content: ProposedContent;
  writes: Writes;
  /** The turn that proposes it; undefined: the user did. */
  origin: WriteOrigin | undefined;
  /** Told after each decision, also one of a single hunk. */
  onDidChange: () => void;
}

const placesOf = ({ uri, moveTo }: Proposal): vscode.Uri[] => (moveTo ? [uri, moveTo] : [uri]);

/** Proposed edits of one file or several until they are decided: together, file by file or hunk by hunk. */
export class Review {
  /** `uri` names the review: it is that of the first diff. The lines are those of all. */
  readonly diff: { uri: string; added: number; removed: number };
  readonly files: readonly ProposedFile[];
  /** `accepted`: at least in part. */
  readonly decided: Promise<'accepted' | 'rejected'>;
  readonly #title: string;
  readonly #apply: (proposals: readonly Proposal[]) => Promise<void>;
  readonly #watch: vscode.Disposable;
  #decide: (decision: 'accepted' | 'rejected') => void = () => undefined;
  #decision: 'accepted' | 'rejected' | undefined;
  #accepting: Promise<void> | undefined;
  #wasShown = false;

  constructor(proposals: readonly Proposal[], { title, content, writes, origin, onDidChange }: Options) {
    this.#apply = (changes) =>
      writes.perform({ files: changes.flatMap(placesOf), origin }, () => applyProposals(changes));
    const onDecided = (): void => {
      this.#closeWhenDone();
      onDidChange();
    };
    const real = proposals.filter((each) => !isUnchanged(each));
    this.files = real.map((each) => new ProposedFile(each, { content, apply: this.#apply, onDecided }));
    const [first] = this.files;
    if (!first) throw new Error('The edit changes nothing.');
    this.#title = title;
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

  /** False: it was accepted unseen. */
  get wasShown(): boolean {
    return this.#wasShown;
  }

  /** True once something of it was written. */
  get isPartlyAccepted(): boolean {
    return this.files.some(({ outcome }) => outcome.accepted > 0);
  }

  /** Opens the diff, or brings it to the front: of several files all in one tab. Does nothing once decided. */
  async show(): Promise<void> {
    if (this.#decision) return;
    this.#wasShown = true;
    const open = this.files.filter(({ isDecided }) => !isDecided);
    const [first, ...others] = open;
    if (!first) return;
    if (others.length === 0) await this.showFile(first);
    else {
      const sides = open.map(({ proposal, left, right }) => [proposal.moveTo ?? proposal.uri, left, right]);
      await vscode.commands.executeCommand('vscode.changes', this.#title, sides);
    }
  }

  /** Opens the diff of one of the files. */
  async showFile({ left, right }: ProposedFile): Promise<void> {
    if (this.#decision) return;
    this.#wasShown = true;
    const options: vscode.TextDocumentShowOptions = { preview: false };
    const name =
      this.files.length > 1 ? `${vscode.workspace.asRelativePath(right.path)} (${this.#title})` : this.#title;
    await vscode.commands.executeCommand('vscode.diff', left, right, name, options);
  }

  /** Applies what is left. Throws a sentence, and stays open, where a file has changed so that it does not fit any more. */
  accept(): Promise<void> {
    return (this.#accepting ??= this.#acceptRest());
  }

  /** What is left; what was accepted before stays. */
  reject(): void {
    if (this.#decision ?? this.#accepting) return;
    for (const file of this.files) file.markRejected();
    this.#closeWhenDone();
  }

  async #acceptRest(): Promise<void> {
    // A hunk that is being accepted must not be written twice.
    await Promise.all(this.files.map(({ settled }) => settled));
    if (this.#decision === 'rejected') throw new Error('The edit was rejected.');
    const open = this.files.filter(({ isDecided }) => !isDecided);
    const taken = open.map((file) => file.take());
    try {
      if (open.length > 0) await this.#apply(taken.map(({ proposal }) => proposal));
    } catch (error) {
      this.#accepting = undefined;
      throw error;
    }
    for (const { done } of taken) done();
    await this.#close();
  }

  /** A file without hunks is decided: the last was accepted or rejected, or the user made it as it was. */
  #closeWhenDone(): void {
    if (this.files.every(({ isDecided }) => isDecided)) void this.#close();
  }

  async #close(): Promise<void> {
    if (this.#decision) return;
    this.#decision = this.isPartlyAccepted ? 'accepted' : 'rejected';
    this.#watch.dispose();
    this.#decide(this.#decision);
    // A tab with unsaved corrections would ask what to do with them.
    for (const { right } of this.files) if (openDocument(right)?.isDirty) await openDocument(right)?.save();
    await vscode.window.tabGroups.close(
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter((tab) => this.isShownIn(tab))),
    );
    for (const file of this.files) file.dispose();
  }

  isShownIn(tab: vscode.Tab): boolean {
    const shown = modifiedIn(tab).map((uri) => uri.toString());
    return this.files.some(({ right }) => shown.includes(right.toString()));
  }
}
