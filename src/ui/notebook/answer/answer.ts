import type { Usage } from '../../../agent/transcript.ts';
import type { ImagePart, ResultPart } from '../../../protocol/cellResult.ts';

/** A request as it left. */
export interface Sent {
  method: string;
  /** Below the base URL, without its query: `/chat/completions`. */
  path: string;
  /** The JSON, or the text fields of a form. */
  body?: Record<string, unknown>;
  /** `performance.now()` when it was sent. */
  startedAt: number;
}

export interface Answer {
  /** Most important first, the JSON last. */
  parts: readonly ResultPart[];
  /** What `{{name…}}` refers to: the JSON; of a stream the object that it adds up to; of text `{ text }`. */
  value: unknown;
  /** From sending to the first text, call, image or sound. Absent where all came at once. */
  firstTokenMs?: number;
  usage?: Usage;
  model?: string;
  /** Length of the sound that was made or heard. */
  audioSeconds?: number;
}

export interface ReadOptions {
  signal: AbortSignal;
  /** Called with all there is so far, each time there is more. */
  onParts(parts: readonly ResultPart[], firstTokenMs?: number): void;
  /** In its place while a stream grows: of parts that nobody asks for none are made. They are those of the moment. */
  onGrowing?: (parts: () => readonly ResultPart[], firstTokenMs?: number) => void;
  /** Fetches an image that a server only names. Undefined, or an error that says why, where it is not to be had. */
  loadImage(url: string, signal: AbortSignal): Promise<ImagePart | undefined>;
  /** Takes up the stream of a response in the background, after the event of this number. Absent: a broken one fails. */
  resume?(responseId: string, startingAfter: number): Promise<Response>;
  /** Told in a sentence what was done to get the answer. */
  onNote?(note: string): void;
}
