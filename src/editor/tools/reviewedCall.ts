import * as vscode from 'vscode';
import type { ChangedFile } from '../../agent/approval.ts';
import { messageOf } from '../../agent/failure.ts';
import type { PreparedCall, ToolContext } from '../../agent/tool.ts';
import type { Proposal } from '../review/applyProposals.ts';
import type { Edits } from '../review/edits.ts';
import type { ProposedFile } from '../review/proposedFile.ts';
import { NewErrors } from '../review/newErrors.ts';
import { describeOutcome } from './reviewOutcome.ts';
import { writeApproval, type WorkspaceFile } from './workspaceFiles.ts';

/** A change of one file that a tool proposes. */
export interface FileChange {
  file: WorkspaceFile;
  verb: 'Create' | 'Edit' | 'Delete' | 'Move';
  /** Undefined: there is no file yet. */
  original: string | undefined;
  /** Undefined: the file goes away. */
  proposed: string | undefined;
  /** Where it moves. */
  target?: WorkspaceFile;
}

const pastOf = { Create: 'Created', Edit: 'Edited', Delete: 'Deleted', Move: 'Moved' } as const;

const nameOf = ({ file, target }: FileChange): string => (target ? `${file.label} to ${target.label}` : file.label);

/** A call that changes files, all or none: their diffs are put before the user, and running it is accepting them. */
export async function reviewedCall(
  edits: Edits,
  changes: readonly FileChange[],
  { conversationId, messageId, signal }: ToolContext,
): Promise<PreparedCall> {
  const [first, ...others] = changes;
  if (!first) throw new Error('There is nothing to change.');
  const title = others.length > 0 ? `Change ${changes.length} files` : `${first.verb} ${nameOf(first)}`;
  const review = await edits.proposeAll(changes.map(proposalOf), {
    title,
    decidedInChat: true,
    origin: { conversationId, messageId },
  });
  const sizes = new Map(review.files.map(({ proposal, added, removed }) => [proposal.uri, sizeOf(added, removed)]));
  const size = (change: FileChange): string => sizes.get(change.file.uri) ?? 'unchanged';
  const files = changes.flatMap(({ file, target }) => (target ? [file, target] : [file]));
  const detail =
    others.length > 0
      ? changes.map((change) => `${change.verb} ${nameOf(change)}: ${size(change)}`).join('\n')
      : size(first);
  const goes = changes.some(({ proposed }) => proposed === undefined);
  const approval = {
    ...writeApproval(title, detail, files, goes ? 'deletes files' : undefined),
    diff: {
      ...review.diff,
      files: review.files.map((file) => describeFile(file, file)),
    },
  };
  const told = (): string =>
    changes
      .map((change) => {
        const file = review.files.find(({ proposal }) => proposal.uri === change.file.uri);
        const outcome = file && { ...file.outcome, ...(file.corrected && { corrected: file.corrected }) };
        return `${pastOf[change.verb]} ${nameOf(change)}: ${size(change)}.${outcome ? describeOutcome(outcome) : ''}`;
      })
      .join('\n');
  const partly = (): string | undefined =>
    review.isPartlyAccepted ? `A part was accepted before:\n${told()}` : undefined;
  const errors = new NewErrors(files.map(({ uri }) => uri));
  return {
    title,
    approval,
    run: async () => {
      try {
        const unseen = !review.wasShown;
        await review.accept();
        if (unseen) await edits.applied.add(review.files.map(({ proposal }) => proposal));
        const text = [told(), await errors.describe(signal)].filter((line) => line !== '').join('\n');
        const files = review.files.flatMap((file) => (file.written ? [describeFile(file, file.written)] : []));
        return { text, images: [], files };
      } catch (error) {
        review.reject();
        const part = signal.aborted ? undefined : partly();
        throw part === undefined ? error : new Error(`${messageOf(error)}\n${part}`, { cause: error });
      } finally {
        errors.dispose();
      }
    },
    discard: () => {
      review.reject();
      errors.dispose();
      return partly();
    },
  };
}

const sizeOf = (added: number, removed: number): string =>
  `${added} ${added === 1 ? 'line' : 'lines'} added, ${removed} removed`;

function describeFile(
  { proposal }: ProposedFile,
  { added, removed }: Pick<ChangedFile, 'added' | 'removed'>,
): ChangedFile {
  const { uri, original, proposed, moveTo } = proposal;
  const becomes = original === undefined ? 'new' : proposed === undefined ? 'deleted' : moveTo ? 'moved' : undefined;
  const name = vscode.workspace.asRelativePath(moveTo ?? uri);
  return { name, added, removed, ...(becomes && { becomes }) };
}

export const proposalOf = ({ file, original, proposed, target }: FileChange): Proposal => ({
  uri: file.uri,
  original,
  proposed,
  ...(target && { moveTo: target.uri }),
});

/** A call that has nothing to do. */
export const nothingToDo = (title: string, sentence: string): PreparedCall => ({
  title,
  run: () => Promise.resolve(sentence),
});
