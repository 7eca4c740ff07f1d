import { randomUUID } from 'node:crypto';
import type { Attachment, UserItem } from './transcript.ts';

/** A message as an item of now. `facts`: what holds as it is sent, a line each. Throws where there is nothing to send. */
export function newUserItem(
  { text, attachments, id = randomUUID() }: { text: string; attachments: readonly Attachment[]; id?: string },
  facts: readonly string[] = [],
): UserItem {
  refuseEmpty(text, attachments);
  return { type: 'user', id, at: Date.now(), text, attachments, ...(facts.length > 0 && { facts }) };
}

/** Throws where a message has neither text nor attachments. */
export function refuseEmpty(text: string, attachments: readonly Attachment[]): void {
  if (text.trim() === '' && attachments.length === 0) throw new Error('There is nothing to send.');
}
