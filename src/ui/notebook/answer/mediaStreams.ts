import type { ResultPart } from '../../../protocol/cellResult.ts';
import { audioPart, audioSeconds, audioType } from './audioPart.ts';
import type { StreamEvent } from './eventSource.ts';
import type { Growing } from './growing.ts';
import { imagePart } from './imagePart.ts';
import { textOf, type Json } from './json.ts';
import type { Sent } from './answer.ts';
import { sentence } from './textPart.ts';
import { describeTranscription } from './transcription.ts';

/** `image_generation.partial_image` and `.completed`, and the same of edits. */
export class ImageStream implements Growing {
  readonly #caption: string | undefined;
  readonly #images: Json[] = [];
  #partial: string | undefined;
  #rest: Json = {};

  constructor({ body }: Sent) {
    this.#caption = textOf(body?.prompt);
  }

  take({ name, data }: StreamEvent): void {
    const { b64_json, created_at, ...rest } = data;
    delete rest.type;
    delete rest.partial_image_index;
    if (typeof b64_json !== 'string') return;
    if (name.endsWith('.completed')) {
      this.#partial = undefined;
      this.#images.push({ b64_json });
      this.#rest = { ...(created_at !== undefined && { created: created_at }), ...rest };
    } else this.#partial = b64_json;
  }

  parts(): ResultPart[] {
    const caption = this.#caption;
    const images = this.#images.map(({ b64_json }) => imagePart(b64_json, { caption }));
    return [...images, imagePart(this.#partial, { caption, partial: true })].filter((image) => image !== undefined);
  }

  value(): unknown {
    return { ...this.#rest, data: this.#images };
  }
}

/** `transcript.text.delta`, `.segment` and `.done`. */
export class TranscriptStream implements Growing {
  #text = '';
  #done: Json = {};
  readonly #segments: Json[] = [];

  take({ name, data: event }: StreamEvent): void {
    const data = { ...event };
    delete data.type;
    if (name === 'transcript.text.delta') this.#text += textOf(data.delta) ?? '';
    else if (name === 'transcript.text.segment') this.#segments.push(data);
    else if (name === 'transcript.text.done') this.#done = data;
  }

  parts(): ResultPart[] {
    const whole = this.#whole();
    return whole.text === '' ? [] : describeTranscription(whole);
  }

  value(): unknown {
    return this.#whole();
  }

  #whole(): Json {
    // Where the speakers are told apart, some servers send nothing but segments.
    const text = this.#text === '' ? this.#segments.flatMap((one) => textOf(one.text) ?? []).join(' ') : this.#text;
    return { text, ...this.#done, ...(this.#segments.length > 0 && { segments: this.#segments }) };
  }
}

/** `speech.audio.delta` and `.done`. */
export class SpeechStream implements Growing {
  readonly #mimeType: string;
  readonly #pieces: Buffer[] = [];
  #sizeBytes = 0;
  #done: Json | undefined;

  constructor({ body }: Sent) {
    this.#mimeType = audioType(body?.response_format ?? 'mp3') ?? 'audio/mpeg';
  }

  take({ name, data }: StreamEvent): void {
    if (name === 'speech.audio.done') this.#done = { ...(data.usage !== undefined && { usage: data.usage }) };
    const piece = Buffer.from(textOf(data.audio) ?? '', 'base64');
    this.#pieces.push(piece);
    this.#sizeBytes += piece.length;
  }

  parts(): ResultPart[] {
    if (this.#sizeBytes === 0) return [];
    // A player begins anew with each new sound: it gets one, at the end.
    if (!this.#done) return [sentence(`Received: ${Math.ceil(this.#sizeBytes / 1024)} kB of sound.`)];
    return [audioPart(Buffer.concat(this.#pieces), this.#mimeType)];
  }

  value(): unknown {
    return this.#done ?? {};
  }

  get audioSeconds(): number | undefined {
    return audioSeconds(Buffer.concat(this.#pieces), this.#mimeType);
  }
}

const MOST_EVENTS = 10_000;

/** Events that belong to nothing we know: all of them, up to 10,000. */
export class OtherStream implements Growing {
  readonly #events: Json[] = [];
  #count = 0;

  take({ name, data }: StreamEvent): void {
    if (++this.#count <= MOST_EVENTS) this.#events.push({ event: name, data });
  }

  parts(): ResultPart[] {
    return [sentence(`Received: ${this.#count} events.`)];
  }

  value(): unknown {
    return { events: this.#events };
  }
}
