import type { ConversationSummary } from '../protocol/chat.ts';

export interface Section {
  name: string;
  conversations: readonly ConversationSummary[];
}

const dayMs = 24 * 60 * 60 * 1000;

/** Those that are not archived, last changed first: the pinned ones, then by day. Without what is empty. */
export function sectionsOf(conversations: readonly ConversationSummary[], now: number): readonly Section[] {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const nameOf = ({ pinned, updatedAt }: ConversationSummary): string => {
    if (pinned) return 'Pinned';
    if (updatedAt >= midnight) return 'Today';
    if (updatedAt >= midnight - dayMs) return 'Yesterday';
    return updatedAt >= midnight - 6 * dayMs ? 'Last 7 days' : 'Earlier';
  };
  const shown = conversations
    .filter(({ archived }) => !archived)
    .toSorted((a, b) => Number(b.pinned) - Number(a.pinned) || b.updatedAt - a.updatedAt);
  return [...Map.groupBy(shown, nameOf)].map(([name, group]) => ({ name, conversations: group }));
}
