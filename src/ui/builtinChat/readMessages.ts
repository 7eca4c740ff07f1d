import * as vscode from 'vscode';
import type { ImageAttachment, Item, ReasoningItem, ToolCallItem, Transcript } from '../../agent/transcript.ts';
import { imageType } from '../../editor/imageType.ts';
import { dataOf, isTextType, textOf } from '../../editor/languageModelParts.ts';

/** The role of what the built-in chat tells the model to be. It is not in the stable enumeration, and comes all the same. */
const SYSTEM_ROLE = 3;

/** What a request says, in the form our models are asked in. */
export interface ReadMessages {
  instructions: string;
  transcript: Transcript;
}

/**
 * Takes messages of VS Code's language model API. The result of a call that nobody made is read as the user's text.
 * `reasoningBefore` knows what led to a call.
 */
export function readMessages(
  messages: readonly vscode.LanguageModelChatRequestMessage[],
  reasoningBefore: (callId: string) => readonly ReasoningItem[],
): ReadMessages {
  const instructions: string[] = [];
  const items: Item[] = [];
  const calls = new Map<string, ToolCallItem>();
  for (const [index, { role, content }] of messages.entries()) {
    const base = { id: `message-${index}`, at: 0 };
    if ((role as number) === SYSTEM_ROLE) {
      instructions.push(contentOf(content).text);
    } else if (role === vscode.LanguageModelChatMessageRole.Assistant) {
      const { text } = contentOf(content);
      const made = content.filter((part) => part instanceof vscode.LanguageModelToolCallPart);
      // What was said before the first call came of the same thoughts.
      if (made[0]) items.push(...reasoningBefore(made[0].callId));
      if (text !== '') items.push({ ...base, type: 'assistant', text, status: 'complete' });
      for (const [at, { callId, name, input }] of made.entries()) {
        if (at > 0) items.push(...reasoningBefore(callId));
        const call: ToolCallItem = {
          ...base,
          type: 'toolCall',
          callId,
          name,
          step: index,
          arguments: JSON.stringify(input),
          status: 'succeeded',
        };
        calls.set(callId, call);
        items.push(call);
      }
    } else {
      const said: unknown[] = [];
      for (const part of content) {
        if (!(part instanceof vscode.LanguageModelToolResultPart)) {
          said.push(part);
          continue;
        }
        const call = calls.get(part.callId);
        const { text, images } = contentOf(part.content);
        if (call) Object.assign(call, { output: text, ...(images.length > 0 && { images }) });
        else said.push(...part.content);
      }
      const { text, images } = contentOf(said);
      if (text !== '' || images.length > 0) items.push({ ...base, type: 'user', text, attachments: images });
    }
  }
  return { instructions: instructions.join('\n\n'), transcript: items };
}

/** Of bytes, those that are text or an image: the API refuses the whole request for any other. */
export function contentOf(parts: readonly unknown[]): { text: string; images: readonly ImageAttachment[] } {
  const images: ImageAttachment[] = [];
  const texts = parts.map((part) => {
    const bytes = dataOf(part);
    if (!bytes) return part instanceof vscode.LanguageModelToolCallPart ? '' : textOf(part);
    const { mimeType, data } = bytes;
    if (isTextType(mimeType)) return new TextDecoder().decode(data);
    const mediaType = imageType(data);
    const label = `picture ${images.length + 1}`;
    if (mediaType) images.push({ kind: 'image', label, mediaType, data: Buffer.from(data).toString('base64') });
    return '';
  });
  return { text: texts.join(''), images };
}
