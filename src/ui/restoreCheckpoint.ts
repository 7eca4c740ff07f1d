import * as vscode from 'vscode';
import type { Transcript } from '../agent/transcript.ts';
import { describePlan, type DescribedPlan } from '../editor/checkpoint/describePlan.ts';
import type { FilePlan } from '../editor/checkpoint/planRestore.ts';
import type { RestoredNote } from '../protocol/chat.ts';
import type { Checkpoint } from '../store/checkpointStore.ts';
import type { Conversation } from './conversations.ts';
import { counted } from './counted.ts';
import type { Parts } from './parts.ts';
import { keepOrRestore, pickRestore } from './pickRestore.ts';
import { requireTrust } from './requireTrust.ts';

type Used = Pick<Parts, 'checkpoints' | 'kept'>;

/** What a restore took from the conversation: undoing it takes up the branch again on which that stands. */
interface Note {
  branch: number;
  /** How many items were left. */
  left: number;
  messages: number;
}

/**
 * Brings files, the conversation, or both back to before a message was sent, as the user chooses. Answers with what was
 * removed from the conversation; undefined where the user chose otherwise.
 */
export async function restoreToMessage(
  parts: Used,
  conversation: Conversation,
  itemId: string,
): Promise<Transcript | undefined> {
  const { id, session } = conversation;
  const at = session.transcript.findIndex((item) => item.id === itemId);
  const message = session.transcript[at];
  if (!message) throw new Error('This message is not in the conversation any more.');
  const first = (await parts.checkpoints.settled()).firstSince(id, message.at);
  return restore(parts, conversation, { messageId: itemId, checkpoint: first, at });
}

/** Brings files back to before a checkpoint, and the conversation too where its message is still there. */
export async function restoreToCheckpoint(
  parts: Used,
  conversation: Conversation,
  checkpoint: Checkpoint,
): Promise<Transcript | undefined> {
  const { messageId, kind } = checkpoint;
  const at = kind === 'turn' ? conversation.session.transcript.findIndex((item) => item.id === messageId) : -1;
  return restore(parts, conversation, { messageId, checkpoint, at });
}

/** Takes the last restore of the conversation back. */
export async function undoRestore(parts: Used, { id, session, stored }: Conversation): Promise<void> {
  refuseRunning(session.running);
  const { checkpoints } = parts;
  const last = await checkpoints.lastRestore(id);
  if (!last) throw new Error('There is no restore to undo.');
  const plans = (await checkpoints.plan(id, last.id)).filter(({ lost }) => !lost);
  if (plans.length > 0) requireTrust('changes no file');
  const decided = await keepOrRestore(parts, await describeAll(parts, plans));
  if (!decided) return;
  refuseRunning(session.running);
  const { branch, left, messages } = noteOf(last);
  const fits = session.transcript.length === left;
  const failures = await checkpoints.restore(decided, {
    conversationId: id,
    messageId: last.messageId,
    kind: 'undo',
  });
  if (messages > 0 && fits && !session.running) {
    stored.switchTo(branch);
    session.takeUp(stored.load());
  } else if (messages > 0) failures.push('The removed messages stay away: the conversation has gone on since.');
  tellFailures(failures);
}

/** What the chat says of the last restore; undefined where there is none to undo. */
export async function restoredNote(
  { checkpoints }: Pick<Parts, 'checkpoints'>,
  conversationId: string,
): Promise<RestoredNote | undefined> {
  const last = await checkpoints.lastRestore(conversationId);
  if (!last) return undefined;
  const files = (await checkpoints.store()).changedIn(last.id);
  const { messages } = noteOf(last);
  const facts = [
    ...(files > 0 ? [`${counted(files, 'file')} restored`] : []),
    ...(messages > 0 ? [`${counted(messages, 'message')} removed`] : []),
  ];
  return facts.length > 0 ? { conversationId, at: last.at, text: `${facts.join(', ')}.` } : undefined;
}

interface Point {
  messageId: string;
  /** Undefined: no file was written since. */
  checkpoint: Checkpoint | undefined;
  /** Where the message is in the transcript; below zero: nowhere. */
  at: number;
}

async function restore(
  parts: Used,
  { id, session, stored }: Conversation,
  { messageId, checkpoint, at }: Point,
): Promise<Transcript | undefined> {
  refuseRunning(session.running);
  const { checkpoints } = parts;
  const plans = checkpoint ? await checkpoints.plan(id, checkpoint.id) : [];
  const files = await describeAll(parts, plans);
  const after = at < 0 ? [] : session.transcript.slice(at);
  const choice = await pickRestore(parts, { files, messages: messagesIn(after) });
  if (!choice) return undefined;
  const restorable = choice.files ? files.filter(({ plan }) => !plan.lost) : [];
  if (restorable.length > 0) requireTrust('changes no file');
  const decided = await keepOrRestore(parts, restorable);
  if (!decided) return undefined;
  // While the user chose, a turn may have begun or the message may have gone.
  refuseRunning(session.running);
  const place = choice.conversation ? session.transcript.findIndex((item) => item.id === messageId) : -1;
  const removed = place < 0 ? [] : session.transcript.slice(place);
  const left = session.transcript.length - removed.length;
  const note: Note = { branch: stored.branch, left, messages: messagesIn(removed) };
  const options = { conversationId: id, messageId, kind: 'restore', note: JSON.stringify(note) } as const;
  const failures = await checkpoints.restore(decided, options);
  if (removed.length > 0) session.rewind(messageId);
  tellFailures(failures);
  return removed;
}

const describeAll = (parts: Used, plans: readonly FilePlan[]): Promise<DescribedPlan[]> =>
  Promise.all(plans.map((plan) => describePlan(parts.checkpoints, plan)));

const noteOf = ({ note }: Checkpoint): Note => ({
  ...{ branch: 0, left: 0, messages: 0 },
  ...(note !== undefined && (JSON.parse(note) as Partial<Note>)),
});

const messagesIn = (transcript: Transcript): number =>
  transcript.filter(({ type }) => type === 'user' || type === 'assistant').length;

function refuseRunning(running: boolean): void {
  if (running) throw new Error('Parley is still answering. Stop it first, or wait.');
}

function tellFailures(failures: readonly string[]): void {
  if (failures.length > 0) void vscode.window.showInformationMessage(`Not all was restored. ${failures.join(' ')}`);
}
