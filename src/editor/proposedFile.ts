import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Proposal } from './applyProposals.ts';
import { applyChanges, diffLines, splitLines } from './edit/lineDiff.ts';
import { rebaseChanges } from './edit/rebase.ts';
import type { ProposedContent } from './proposedContent.ts';

/** The two sides of the diff of one proposal. */
export class ProposedFile {
  readonly proposal: Proposal;
  readonly left: vscode.Uri;
  readonly right: vscode.Uri;
  readonly added: number;
  readonly removed: number;
  readonly #content: ProposedContent;

  constructor(proposal: Proposal, content: ProposedContent) {
    const { uri, original, proposed, moveTo } = proposal;
    const changes = diffLines(splitLines(original ?? ''), splitLines(proposed ?? ''));
    const id = randomUUID();
    this.proposal = proposal;
    this.#content = content;
    this.right = content.add(moveTo ?? uri, id, () => this.#preview());
    this.left = original === undefined ? content.add(uri, `${id}-none`, () => '') : uri;
    this.added = changes.reduce((sum, change) => sum + change.lines.length, 0);
    this.removed = changes.reduce((sum, { start, end }) => sum + end - start, 0);
  }

  /** Shows anew what accepting would give, where it is this file that changed. */
  refresh(changed: vscode.Uri): void {
    if (changed.toString() === this.proposal.uri.toString()) this.#content.refresh(this.right);
  }

  dispose(): void {
    this.#content.remove(this.left);
    this.#content.remove(this.right);
  }

  /** What accepting now would give; where the edit does not fit any more, what was proposed at first. */
  #preview(): string {
    const { uri, original, proposed = '' } = this.proposal;
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    if (original === undefined || this.proposal.proposed === undefined || !open) return proposed;
    const changes = rebaseChanges(original, proposed, open.getText());
    return changes ? applyChanges(splitLines(open.getText()), changes).join('\n') : proposed;
  }
}

/** True for a proposal that would leave everything as it is. */
export const isUnchanged = ({ original, proposed, moveTo }: Proposal): boolean =>
  !moveTo &&
  original !== undefined &&
  proposed !== undefined &&
  diffLines(splitLines(original), splitLines(proposed)).length === 0;
