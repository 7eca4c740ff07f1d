import type { ImageAttachment, Item, ToolCallItem, Transcript } from '../transcript.ts';

export type AnswerGroup = Exclude<Item, ToolCallItem> | { type: 'toolCalls'; calls: readonly ToolCallItem[] };

/** The transcript with the calls of one model answer together, as both APIs want them back. */
export function answerGroups(transcript: Transcript): AnswerGroup[] {
  const groups: AnswerGroup[] = [];
  let open: ToolCallItem[] = [];
  for (const item of transcript) {
    if (item.type !== 'toolCall') {
      open = [];
      groups.push(item);
    } else if (open.length > 0 && item.step !== undefined && open[0]?.step === item.step) {
      open.push(item);
    } else {
      open = [item];
      groups.push({ type: 'toolCalls', calls: open });
    }
  }
  return groups;
}

/** What the model wrote, unless it is broken JSON: several servers refuse a conversation with that in it. */
export function sendableArguments(json: string): string {
  try {
    JSON.parse(json);
    return json;
  } catch {
    return '{}'; // The call's output says what was wrong.
  }
}

/**
 * What a call answered. One without an output would make the whole request malformed. Where the model takes no images,
 * a line says what is missing.
 */
export function sendableOutput(
  { output, images = [] }: ToolCallItem,
  takesImages: boolean,
): { text: string; images: readonly ImageAttachment[] } {
  const text = output ?? 'Cancelled: this call did not finish.';
  if (takesImages) return { text, images };
  const missing = images.map(({ label }) => `[The image "${label}" is left out: this model takes no images.]`);
  return { text: [text, ...missing].join('\n'), images: [] };
}
