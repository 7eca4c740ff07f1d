import * as vscode from 'vscode';
import type { Proposal } from './applyProposals.ts';
import { setContextKey } from './contextKeys.ts';
import { modifiedIn } from './diffTabs.ts';
import { ProposedContent, proposedScheme } from './proposedContent.ts';
import { Review } from './review.ts';
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
  readonly #reviews = new Map<string, Review>();
  readonly #tabs = [
    vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      for (const tab of closed) this.#closed(tab);
      this.#followActiveTab();
    }),
    vscode.window.tabGroups.onDidChangeTabGroups(() => this.#followActiveTab()),
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
    const review = new Review(proposals, { title, content: this.#content, writes: this.#writes, origin });
    this.#reviews.set(review.diff.uri, review);
    void review.decided.then(() => this.#reviews.delete(review.diff.uri));
    if (decidedInChat) this.#decidedInChat.add(review);
    else await review.show();
    return review;
  }

  /** The undecided review whose `diff.uri` this is. */
  find(diffUri: string): Review | undefined {
    return this.#reviews.get(diffUri);
  }

  /** Tells of everything that is written: accepted edits, and what tools write with `write`. */
  onWillWrite(listener: WriteListener): vscode.Disposable {
    return this.#writes.onWillWrite(listener);
  }

  /** For a tool that changes files by itself: whoever keeps their contents sees them first. */
  write<Result>(write: Write, change: () => Promise<Result>): Promise<Result> {
    return this.#writes.perform(write, change);
  }

  /** Accepts the edit whose diff is in front. */
  async acceptActive(): Promise<void> {
    await this.#active()?.accept();
  }

  rejectActive(): void {
    this.#active()?.reject();
  }

  /** Closes the diffs that an earlier window left behind: nothing can fill them any more. */
  async closeLeftovers(): Promise<void> {
    const isLeftover = (tab: vscode.Tab): boolean =>
      modifiedIn(tab).some(({ scheme }) => scheme === proposedScheme) &&
      ![...this.#reviews.values()].some((review) => review.isShownIn(tab));
    await vscode.window.tabGroups.close(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(isLeftover)));
  }

  dispose(): void {
    for (const review of this.#reviews.values()) review.reject();
    for (const listener of this.#tabs) listener.dispose();
    this.#content.dispose();
  }

  #active(): Review | undefined {
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    return tab && [...this.#reviews.values()].find((review) => review.isShownIn(tab));
  }

  #closed(tab: vscode.Tab): void {
    for (const review of this.#reviews.values())
      if (!this.#decidedInChat.has(review) && review.isShownIn(tab) && !isShown(review)) review.reject();
  }

  #followActiveTab(): void {
    const reviewing = this.#active() !== undefined;
    if (reviewing === this.#reviewing) return;
    this.#reviewing = reviewing;
    void setContextKey('parley.reviewingEdit', reviewing);
  }
}

/** A tab that moves to another group closes in the one after it has opened in the other. */
const isShown = (review: Review): boolean =>
  vscode.window.tabGroups.all.some(({ tabs }) => tabs.some((tab) => review.isShownIn(tab)));
