import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import type { Proposal } from './applyProposals.ts';
import { carryOver, countLines, dropHunk, hunkNear, hunksBetween, keyOf, takeHunk, type Hunk } from '../edit/hunks.ts';
import { toLf } from '../edit/textKeys.ts';
import { openDocument, type ProposedContent } from './proposedContent.ts';
import type { ReviewedDocument } from './reviewedDocument.ts';

interface Options {
  content: ProposedContent;
  /** Makes proposals of this file real. */
  apply: (proposals: readonly Proposal[]) => Promise<void>;
  /** Told after each decision. */
  onDecided: () => void;
}

/** One file of a review: what it is and, on the right side of its diff, what it would become. */
export class ProposedFile implements ReviewedDocument {
  readonly kind = 'proposed';
  readonly proposal: Proposal;
  readonly left: vscode.Uri;
  readonly right: vscode.Uri;
  readonly added: number;
  readonly removed: number;
  /** What became of the file, for the model. */
  readonly outcome = { accepted: 0, rejected: 0 };
  /** The text of the file that the right side is a version of. */
  #base: string;
  readonly #proposedText: string;
  #finalText: string | undefined;
  readonly #options: Options;
  #work = Promise.resolve();
  #deciding = false;

  constructor(proposal: Proposal, options: Options) {
    const { uri, original, proposed, moveTo } = proposal;
    const id = randomUUID();
    const { content } = options;
    this.proposal = proposal;
    this.#options = options;
    this.#base = original ?? '';
    this.#proposedText = proposed ?? '';
    this.right = content.add(moveTo ?? uri, id, this.#proposedText, proposed === undefined);
    this.left = original === undefined ? content.add(uri, `${id}-none`, '', true) : uri;
    ({ added: this.added, removed: this.removed } = countLines(hunksBetween(this.#base, this.#proposedText)));
  }

  get uri(): vscode.Uri {
    return this.right;
  }

  get isDecided(): boolean {
    return this.#finalText !== undefined;
  }

  /** Where the user corrected what was proposed, took only parts, or saving formatted it. Line endings do not count. */
  get corrected(): { proposed: string; written: string } | undefined {
    const written = this.#finalText;
    if (written === undefined || toLf(written) === toLf(this.#proposedText)) return undefined;
    return { proposed: this.#proposedText, written };
  }

  /** The lines that were written in the end; undefined where nothing was. */
  get written(): { added: number; removed: number } | undefined {
    const { original = '', proposed } = this.proposal;
    if (this.#finalText === undefined || this.outcome.accepted === 0) return undefined;
    return countLines(hunksBetween(original, proposed === undefined ? '' : this.#finalText));
  }

  /** Resolves when a decision that is being carried out is. */
  get settled(): Promise<void> {
    return this.#work;
  }

  hunks(): readonly Hunk[] {
    return this.isDecided ? [] : hunksBetween(this.#base, this.#options.content.textOf(this.right));
  }

  /** What accepting now makes of the file, also what the user corrected; `done` to be called when it is made. */
  take(): { proposal: Proposal; done: () => void } {
    const { proposed, original, moveTo, uri } = this.proposal;
    const hunks = Math.max(1, this.hunks().length);
    const text = this.#options.content.textOf(this.right);
    const proposal = {
      ...this.proposal,
      original: original === undefined ? undefined : this.#base,
      proposed: proposed === undefined ? undefined : text,
    };
    const done = (): void => {
      this.outcome.accepted += hunks;
      // Saving may have formatted it.
      this.#finalText = proposed === undefined ? text : (openDocument(moveTo ?? uri)?.getText() ?? text);
    };
    return { proposal, done };
  }

  acceptHunk(hunk: Hunk): Promise<void> {
    const { proposed, original, moveTo, uri } = this.proposal;
    if (proposed === undefined || original === undefined || moveTo || this.hunks().length < 2) return this.acceptFile();
    return this.#decide(async () => {
      const next = takeHunk(this.#base, this.#find(hunk));
      await this.#options.apply([{ uri, original: this.#base, proposed: next }]);
      this.#base = next;
      this.outcome.accepted++;
    });
  }

  rejectHunk(hunk: Hunk): Promise<void> {
    if (this.proposal.proposed === undefined || this.proposal.moveTo || this.hunks().length < 2)
      return this.rejectFile();
    return this.#decide(async () => {
      const { content } = this.#options;
      await content.setText(this.right, dropHunk(content.textOf(this.right), this.#find(hunk)));
      this.outcome.rejected++;
    });
  }

  acceptFile(): Promise<void> {
    return this.#decide(async () => {
      if (this.isDecided) return;
      const { proposal, done } = this.take();
      await this.#options.apply([proposal]);
      done();
    });
  }

  rejectFile(): Promise<void> {
    return this.#decide(() => {
      this.markRejected();
      return Promise.resolve();
    });
  }

  markRejected(): void {
    if (this.isDecided) return;
    this.outcome.rejected += Math.max(1, this.hunks().length);
    this.#finalText = this.#base;
  }

  /** Shows anew what accepting would give, where it is this file that changed. Conflicts are left for accepting to refuse. */
  refresh(changed: vscode.Uri): void {
    if (changed.toString() !== this.proposal.uri.toString() || this.#deciding || this.isDecided) return;
    // Where it cannot be shown, accepting still finds what the file is then.
    this.#work = this.#work.then(() => this.#follow()).catch(() => undefined);
  }

  dispose(): void {
    this.#options.content.remove(this.left);
    this.#options.content.remove(this.right);
  }

  /** As it is now: an earlier decision may have moved it. */
  #find(hunk: Hunk): Hunk {
    const found = hunkNear(this.hunks(), keyOf(hunk), hunk.at);
    if (!found) throw new Error('This change is not there any more.');
    return found;
  }

  /** One decision after the other. */
  async #decide(change: () => Promise<void>): Promise<void> {
    const before = this.#work;
    const work = (async () => {
      await before;
      this.#deciding = true;
      try {
        await change();
      } finally {
        this.#deciding = false;
      }
      await this.#follow();
    })();
    this.#work = work.catch(() => undefined);
    await work;
    this.#options.onDecided();
  }

  /** Carries what happened to the file over to the right side. */
  async #follow(): Promise<void> {
    const { uri, original, proposed } = this.proposal;
    const document = openDocument(uri);
    if (!document || original === undefined || proposed === undefined || this.isDecided) return;
    const { content } = this.#options;
    const text = document.getText();
    const right = content.textOf(this.right);
    const carried = carryOver(this.#base, text, right);
    if (carried === undefined) return;
    // The right side first: until both are done, taking it again is what both have.
    if (carried !== right) await content.setText(this.right, carried);
    this.#base = text;
  }
}

/** True for a proposal that would leave everything as it is. */
export const isUnchanged = ({ original, proposed, moveTo }: Proposal): boolean =>
  !moveTo && original !== undefined && proposed !== undefined && hunksBetween(original, proposed).length === 0;
