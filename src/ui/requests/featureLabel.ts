const CHAT = 'chat:';

/** What a client for a conversation is labelled with: its title may change. */
export function chatLabel(conversationId: string): string {
  return CHAT + conversationId;
}

/** Which feature made a request, in words. `titles` has those of conversations by their ids. */
export function featureOf(label: string | undefined, titles: ReadonlyMap<string, string>): string {
  if (label === undefined) return 'Parley';
  if (!label.startsWith(CHAT)) return label;
  const title = titles.get(label.slice(CHAT.length));
  return title === undefined ? 'Chat' : `Chat: ${title}`;
}
