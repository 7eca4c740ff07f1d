import type { Item } from './transcript.ts';

/** A call or a question that waits for the user. */
export interface Waiting {
  conversationId: string;
  itemId: string;
  /** The end of "Parley …". */
  text: string;
}

/** What an item waits for the user with, as the end of "Parley …"; undefined where it does not wait. */
export function waitingFor(item: Item): string | undefined {
  if (item.type === 'toolCall' && item.status === 'awaitingApproval')
    return `needs your approval: ${item.title ?? item.name}`;
  if (item.type === 'question' && item.status === 'waiting') return `asks: ${item.question.text}`;
  return undefined;
}
