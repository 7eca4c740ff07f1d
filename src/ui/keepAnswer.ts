import type { ConversationSummary } from '../protocol/chat.ts';
import type { App } from './app.ts';

type Comparison = ConversationSummary & Required<Pick<ConversationSummary, 'comparedWith'>>;

const isComparison = (of: ConversationSummary): of is Comparison => of.comparedWith !== undefined;

/**
 * Ends a comparison, in either of its conversations: the one that was there first goes on from the answer of the one that
 * is given. The other answer stays beside it, as another version.
 */
export async function keepAnswer(app: Pick<App, 'chat' | 'conversations'>, id: string): Promise<void> {
  const comparisons = (await app.conversations.list()).filter(isComparison);
  const chosen = comparisons.find((one) => one.id === id);
  if (chosen) return takeBack(app, chosen, { isShown: true });
  const others = comparisons.filter(({ comparedWith }) => comparedWith.conversationId === id);
  if (others.length === 0)
    throw new Error('This answer is compared with no other: use Compare with Another Model first.');
  for (const other of others) await takeBack(app, other, { isShown: false });
}

/** Puts what was answered in a comparison into the conversation it came from. It is not needed any more then. */
async function takeBack(
  { chat, conversations }: Pick<App, 'chat' | 'conversations'>,
  { id, comparedWith: { conversationId, messageId } }: Comparison,
  { isShown }: { isShown: boolean },
): Promise<void> {
  const other = await conversations.open(id);
  if (!other) throw new Error('This conversation was deleted.');
  if (other.session.running && isShown) throw new Error('The answer is not complete yet. Stop it first, or wait.');
  other.session.stop();
  await other.session.ended;
  const target = await conversations.openAt(conversationId, messageId);
  if (!target) throw new Error('The conversation of the other answer was deleted. This one goes on by itself.');
  const { transcript } = target.session;
  const at = transcript.findIndex((item) => item.id === messageId);
  const [message, asked] = [transcript[at], other.session.transcript[at]];
  // The message was edited in the comparison: then it goes along.
  const isSame = message?.type === 'user' && asked?.type === 'user' && message.text === asked.text;
  const from = isSame ? at + 1 : at;
  const items = other.session.transcript.slice(from);
  if (items.length > 0) conversations.putBeside(conversationId, from, items, { isShown });
  else if (isShown) throw new Error('There is no answer here to keep.');
  await chat.closePanels(id);
  // Other versions are only here.
  if (other.stored.forks().length > 0) await conversations.archive(id, true);
  else await conversations.delete(id);
  if (isShown && !(await chat.isInView(conversationId))) await chat.showConversation(conversationId);
}
