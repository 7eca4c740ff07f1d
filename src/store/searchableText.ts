import type { Item } from '../agent/transcript.ts';

/** What a search finds of an item; empty where there is nothing, or not all of it yet. */
export function searchableText(item: Item): string {
  switch (item.type) {
    case 'user':
      return item.text;
    case 'assistant':
      return item.status === 'streaming' ? '' : item.text;
    case 'toolCall':
      return item.title ?? '';
    case 'serverCall':
      return item.call.kind === 'imageGeneration' ? (item.call.prompt ?? '') : '';
    case 'question':
      return item.question.text;
    case 'reasoning':
    case 'result':
      return '';
  }
}
