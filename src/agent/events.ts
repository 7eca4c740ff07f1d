import type { AnswerPosition } from './answerPosition.ts';
import type { ImageData } from './serverCall.ts';
import type { Entries, Item, Transcript } from './transcript.ts';

/**
 * What happens in a turn. Plain JSON: it crosses from the model to the store and the webview unchanged. With `reached`, all
 * that came up to this position of an answer is in the transcript once the event is.
 */
export type TurnEvent =
  /** Adds the item, or replaces the one with its id. */
  | { type: 'item'; item: Item; reached?: AnswerPosition }
  /** Appends to the text of an assistant or reasoning item, to the arguments of a tool call, or to the input of a server's. */
  | { type: 'delta'; itemId: string; delta: string; reached?: AnswerPosition }
  /** An answer begins that the server goes on giving without a connection. Not part of the transcript. */
  | { type: 'begun'; reached: AnswerPosition }
  /** Removes this item and all after it: the user edits or retries. */
  | { type: 'truncated'; fromItemId: string }
  /** How an image looks that is still being made. Not part of the transcript: it comes with its item when it is done. */
  | { type: 'partialImage'; itemId: string; image: ImageData }
  /** The request failed and is tried again at `until` (ms since the epoch). Not part of the transcript. */
  | { type: 'retrying'; attempt: number; until: number; reason: string };

/** The transcript after an event. Pure; shared by the session and the webview. An unknown id leaves it as it is. */
export function applyEvent(transcript: Transcript, event: TurnEvent): Transcript;
export function applyEvent(transcript: Entries, event: TurnEvent): Entries;
export function applyEvent(transcript: Entries, event: TurnEvent): Entries {
  switch (event.type) {
    case 'item': {
      const at = transcript.findLastIndex((item) => item.id === event.item.id);
      return at < 0 ? [...transcript, event.item] : transcript.with(at, event.item);
    }
    case 'delta': {
      const at = transcript.findLastIndex((item) => item.id === event.itemId);
      const item = transcript[at];
      return item && item.type !== 'absent' ? transcript.with(at, appendText(item, event.delta)) : transcript;
    }
    case 'truncated': {
      const at = transcript.findIndex((item) => item.id === event.fromItemId);
      return at < 0 ? transcript : transcript.slice(0, at);
    }
    case 'begun':
    case 'partialImage':
    case 'retrying':
      return transcript;
  }
}

/** The item with the text at its end: of what it says, or of a call's arguments. Pure. */
export function appendText(item: Item, delta: string): Item {
  switch (item.type) {
    case 'assistant':
    case 'reasoning':
      return { ...item, text: item.text + delta };
    case 'toolCall':
      return { ...item, arguments: item.arguments + delta };
    case 'serverCall':
      return { ...item, input: item.input + delta };
    case 'user':
    case 'question':
    case 'result':
      return item;
  }
}

/** True while a turn is under way: the transcript does not end with a result. */
export function isRunning(transcript: Entries): boolean {
  const last = transcript.at(-1);
  return last !== undefined && last.type !== 'result' && last.type !== 'absent';
}
