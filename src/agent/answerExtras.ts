import type { ModelEvent } from './models/modelStream.ts';
import type { Alternative, AnswerAudio, AssistantItem, Citation, TokenLogprob } from './transcript.ts';

type ExtraEvent = Extract<ModelEvent, { type: 'citation' | 'logprobs' | 'audio' | 'alternative' }>;

/** What comes beside the text of a message. It is stored once, with the end of the message: it may be large. */
export class AnswerExtras {
  #citations: Citation[] = [];
  #logprobs: TokenLogprob[] = [];
  #audio: Omit<AnswerAudio, 'data'> | undefined;
  #sound: Buffer[] = [];
  #alternatives: Alternative[] = [];

  get hasAlternatives(): boolean {
    return this.#alternatives.length > 0;
  }

  add(event: ExtraEvent): void {
    switch (event.type) {
      case 'citation':
        this.#citations.push(event.citation);
        break;
      case 'logprobs':
        for (const token of event.tokens) this.#logprobs.push(token);
        break;
      case 'audio': {
        const { mediaType, id, expiresAt, data } = event;
        this.#audio = { ...this.#audio, mediaType, ...(id && { id }), ...(expiresAt && { expiresAt }) };
        this.#sound.push(Buffer.from(data, 'base64'));
        break;
      }
      case 'alternative': {
        const at = event.index - 1;
        for (let next = this.#alternatives.length; next <= at && next < mostAlternatives; next++) {
          this.#alternatives.push({ text: '' });
        }
        const known = this.#alternatives[at];
        if (!known) break;
        this.#alternatives[at] = { text: known.text + event.delta, ...(event.refusal && { refusal: true }) };
        break;
      }
    }
  }

  /** What has come since the last time, for the message it belongs to. */
  take(): Partial<AssistantItem> {
    const sound = Buffer.concat(this.#sound);
    const extras: Partial<AssistantItem> = {
      ...(this.#citations.length > 0 && { citations: this.#citations }),
      ...(this.#logprobs.length > 0 && { logprobs: this.#logprobs }),
      ...(this.#audio && sound.length > 0 && { audio: { ...this.#audio, data: sound.toString('base64') } }),
      ...(this.#alternatives.length > 0 && { alternatives: this.#alternatives }),
    };
    this.#citations = [];
    this.#logprobs = [];
    this.#audio = undefined;
    this.#sound = [];
    this.#alternatives = [];
    return extras;
  }
}

/** The API's own limit of `n`. */
const mostAlternatives = 127;
