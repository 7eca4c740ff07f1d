import { isRunning } from './events.ts';
import type { Item, ResultItem, Transcript } from './transcript.ts';

/**
 * A transcript whose turn never ended as it should be shown and sent: what was streaming is marked as interrupted,
 * calls have an output, and a result closes it. One without a turn under way comes back as it is.
 */
export function closeTranscript(transcript: Transcript, result: Partial<ResultItem> = {}): Transcript {
  const last = transcript.at(-1);
  if (!last || !isRunning(transcript)) return transcript;
  const { id, at } = last;
  return [
    ...transcript.map(closeItem),
    { type: 'result', id: `${id}-end`, at, end: 'interrupted', model: '', durationMs: 0, ...result },
  ];
}

function closeItem(item: Item): Item {
  switch (item.type) {
    case 'assistant':
    case 'reasoning':
      return item.status === 'streaming' ? { ...item, status: 'interrupted' } : item;
    case 'serverCall':
      return item.status === 'running' ? { ...item, status: 'cancelled' } : item;
    case 'toolCall':
      return item.status === 'streaming' || item.status === 'awaitingApproval' || item.status === 'running'
        ? { ...item, status: 'cancelled', output: 'Cancelled: the turn ended before this call finished.' }
        : item;
    case 'question':
      return item.status === 'waiting' ? { ...item, status: 'cancelled' } : item;
    case 'user':
    case 'result':
      return item;
  }
}
