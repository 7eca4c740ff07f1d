import * as vscode from 'vscode';
import { AppliedEdits } from './appliedEdits.ts';
import type { AppliedFile } from './appliedFile.ts';
import type { Proposal } from './applyProposals.ts';
import { setContextKey } from '../contextKeys.ts';
import { modifiedIn, shownIn } from './diffTabs.ts';
import { ProposedContent, proposedScheme } from './proposedContent.ts';
import { Review } from './review.ts';
import { ReviewEditors, type HunkAction, type HunkPlace } from './reviewEditors.ts';
import type { ReviewedDocument } from './reviewedDocument.ts';
import { Writes, type Write, type WriteListener, type WriteOrigin } from './writes.ts';

export type { Review } from './review.ts';

interface ReviewOptions {
  title: string;
  decidedInChat?: boolean;
  /** The turn that proposes it. */
  origin?: WriteOrigin;
}

/** The proposed edits under review, each shown as a diff. */
export class Edits implements vscode.Disposable {
  readonly #content = new ProposedContent();
  readonly #writes = new Writes();
  readonly #applied = new AppliedEdits(this.#content, this.#writes);
  readonly #editors = new ReviewEditors((uri) => this.#reviewed(uri));
  readonly #reviews = new Map<string, Review>();
  readonly #tabs = [
    vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      for (const tab of closed) this.#closed(tab);
      this.#followActiveTab();
    }),
    vscode.window.tabGroups.onDidChangeTabGroups(() => this.#followActiveTab()),
    this.#applied.onDidChange(() => this.#refresh()),
  ];
  readonly #decidedInChat = new WeakSet<Review>();
  #reviewing = false;

  /** Puts an edit of one file before the user, as `proposeAll` does. */
  propose({ title, decidedInChat = false, origin, ...proposal }: Proposal & ReviewOptions): Promise<Review> {
    return this.proposeAll([proposal], { title, decidedInChat, ...(origin && { origin }) });
  }

  /**
   * Puts edits before the user that are accepted or rejected together, as a diff at once. With `decidedInChat` the diff
   * opens with `show()` only and closing it decides nothing; else closing it rejects. Throws a sentence where nothing
   * would change.
   */
  async proposeAll(
    proposals: readonly Proposal[],
    { title, decidedInChat = false, origin }: ReviewOptions,
  ): Promise<Review> {
    const [content, writes] = [this.#content, this.#writes];
    const review = new Review(proposals, { title, content, writes, origin, onDidChange: () => this.#refresh() });
    this.#reviews.set(review.diff.uri, review);
    void review.decided.then(() => {
      this.#reviews.delete(review.diff.uri);
      this.#refresh();
    });
    if (decidedInChat) this.#decidedInChat.add(review);
    else await review.show();
    return review;
  }

  /** The undecided review whose `diff.uri` this is. */
  find(diffUri: string): Review | undefined {
    return this.#reviews.get(diffUri);
  }

  /** Tells of everything that is written: accepted edits, and what tools write with `write`. */
  onWillWrite(listener: WriteListener): { dispose(): void } {
    return this.#writes.onWillWrite(listener);
  }

  /** For a tool that changes files by itself: whoever keeps their contents sees them first. */
  write<Result>(write: Write, change: () => Promise<Result>): Promise<Result> {
    return this.#writes.perform(write, change);
  }

  /** Files that were changed without a review, until the user keeps or undoes it. */
  get applied(): AppliedEdits {
    return this.#applied;
  }

  /** Accepts what is left of the edit in front; of changes that were applied, keeps those in front. */
  async acceptActive(): Promise<void> {
    const review = this.#active();
    // Once its diff is closed, another file is in front.
    if (review) await review.accept();
    else for (const file of this.#appliedInFront()) await file.acceptFile();
  }

  async rejectActive(): Promise<void> {
    const review = this.#active();
    if (review) review.reject();
    else for (const file of this.#appliedInFront()) await file.rejectFile();
  }

  /** Acts on the change at the cursor, or on the one named by its document, line and key. */
  act(action: HunkAction, ...place: HunkPlace): Promise<void> {
    return this.#editors.act(action, ...place);
  }

  /** Goes to the change after or before the cursor. */
  go(direction: 'next' | 'previous', documentUri?: string, line?: number): void {
    this.#editors.go(direction, documentUri, line);
  }

  /** Shows the proposed text in front alone in an editor, its changes marked. */
  async showInline(): Promise<void> {
    const review = this.#active();
    const uri = vscode.window.activeTextEditor?.document.uri.toString();
    const file = review?.files.find(({ right }) => right.toString() === uri) ?? review?.files[0];
    if (!file) return;
    const column = vscode.window.tabGroups.activeTabGroup.viewColumn;
    await vscode.window.showTextDocument(file.right, { preview: false, viewColumn: column });
  }

  /** Closes the diffs that an earlier window left behind: nothing can fill them any more. */
  async closeLeftovers(): Promise<void> {
    const isLeftover = (tab: vscode.Tab): boolean =>
      shownIn(tab).some((uri) => uri.scheme === proposedScheme && !this.#content.has(uri));
    await vscode.window.tabGroups.close(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(isLeftover)));
  }

  dispose(): void {
    for (const review of this.#reviews.values()) review.reject();
    for (const listener of this.#tabs) listener.dispose();
    this.#editors.dispose();
    this.#applied.dispose();
    this.#content.dispose();
  }

  #active(): Review | undefined {
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    return tab && [...this.#reviews.values()].find((review) => review.isShownIn(tab));
  }

  #appliedInFront(): readonly AppliedFile[] {
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    return (tab ? modifiedIn(tab) : []).flatMap((uri) => {
      const file = this.#applied.find(uri);
      return file && file.hunks().length > 0 ? [file] : [];
    });
  }

  #reviewed(uri: vscode.Uri): ReviewedDocument | undefined {
    if (uri.scheme !== proposedScheme) return this.#applied.find(uri);
    const name = uri.toString();
    for (const { files } of this.#reviews.values())
      for (const file of files) if (file.right.toString() === name) return file;
    return undefined;
  }

  #refresh(): void {
    this.#editors.refresh();
    this.#followActiveTab();
  }

  #closed(tab: vscode.Tab): void {
    for (const review of this.#reviews.values())
      if (!this.#decidedInChat.has(review) && review.isShownIn(tab) && !isShown(review)) review.reject();
  }

  #followActiveTab(): void {
    const reviewing = this.#active() !== undefined || this.#appliedInFront().length > 0;
    if (reviewing === this.#reviewing) return;
    this.#reviewing = reviewing;
    void setContextKey('parley.reviewingEdit', reviewing);
  }
}

/** A tab that moves to another group closes in the one after it has opened in the other. */
const isShown = (review: Review): boolean =>
  vscode.window.tabGroups.all.some(({ tabs }) => tabs.some((tab) => review.isShownIn(tab)));
