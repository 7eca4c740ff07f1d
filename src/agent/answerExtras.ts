import type { ModelEvent } from './models/modelStream.ts';
import type { Alternative, AnswerAudio, AssistantItem, Citation, TokenLogprob } from './transcript.ts';

type ExtraEvent = Extract<ModelEvent, { type: 'citation' | 'logprobs' | 'audio' | 'alternative' }>;

/** What comes beside the text of a message. It is stored once, with the end of the message: it may be large. */
export class AnswerExtras {
  #citations: Citation[] = [];
  #logprobs: TokenLogprob[] = [];
  #audio: Omit<AnswerAudio, 'data'> | undefined;
  #sound: Buffer[] = [];
  #soundBytes = 0;
  #alternatives: Alternative[] = [];

  get hasAlternatives(): boolean {
    return this.#alternatives.length > 0;
  }

  add(event: ExtraEvent): void {
    switch (event.type) {
      case 'citation':
        if (this.#citations.length < mostCitations) this.#citations.push(event.citation);
        break;
      case 'logprobs':
        for (const token of event.tokens) this.#logprobs.push(token);
        break;
      case 'audio': {
        const { mediaType, id, expiresAt, data } = event;
        this.#audio = { ...this.#audio, mediaType, ...(id && { id }), ...(expiresAt && { expiresAt }) };
        const piece = Buffer.from(data, 'base64').subarray(0, mostSoundBytes - this.#soundBytes);
        this.#sound.push(piece);
        this.#soundBytes += piece.length;
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
    this.#soundBytes = 0;
    this.#alternatives = [];
    return extras;
  }
}

/** Each is drawn; answers of web search have some tens. */
const mostCitations = 1_000;

/** Twenty minutes as the API streams sound. What comes beyond is not heard. */
const mostSoundBytes = 20 * 60 * 24_000 * 2;

/** The API's own limit of `n`. */
const mostAlternatives = 127;
