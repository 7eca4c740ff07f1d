import type { Transcript, UserItem } from './transcript.ts';

/** The user's message that led to this item, or is it. Throws a sentence where there is none. */
export function messageOf(transcript: Transcript, itemId: string): UserItem {
  const at = transcript.findIndex(({ id }) => id === itemId);
  const message = transcript.slice(0, at + 1).findLast((item): item is UserItem => item.type === 'user');
  if (!message) throw new Error('This message is not in the conversation any more.');
  return message;
}
