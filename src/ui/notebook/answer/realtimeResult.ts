import { addUsage } from '../../../agent/usage.ts';
import type { Usage } from '../../../agent/transcript.ts';
import type { OpenAIError } from '../../../openai/errors.ts';
import { eventError } from '../../../openai/responseError.ts';
import type { ResultPart } from '../../../protocol/cellResult.ts';
import { audioPart, audioSeconds, audioType } from './audioPart.ts';
import { objectOf, objectsOf, textOf, type Json } from './json.ts';
import { describeItem } from './response.ts';
import { sentence, textParts } from './textPart.ts';
import { usageOf } from './usageOf.ts';

const TEXT = /^response\.(output_)?text\.delta$/;
const TRANSCRIPT = /^response\.(output_)?audio_transcript\.delta$/;
const SOUND = /^response\.(output_)?audio\.delta$/;
const HEARD = 'conversation.item.input_audio_transcription.completed';
const PCM = audioType('pcm') ?? '';

/** What a realtime session has brought. */
export class RealtimeResult {
  failure: OpenAIError | undefined;
  usage: Usage | undefined;
  readonly #counts = new Map<string, number>();
  readonly #sound: Buffer[] = [];
  readonly #ended: Json[] = [];
  #text = '';
  #transcript = '';
  #heard = '';
  #session: Json = {};

  get saysSomething(): boolean {
    return this.#text !== '' || this.#transcript !== '' || this.#sound.length > 0;
  }

  get audioSeconds(): number | undefined {
    return this.#sound.length === 0 ? undefined : audioSeconds(Buffer.concat(this.#sound), this.#mimeType());
  }

  take(event: Json): void {
    const type = textOf(event.type) ?? '';
    this.#counts.set(type, (this.#counts.get(type) ?? 0) + 1);
    const delta = textOf(event.delta) ?? '';
    if (TEXT.test(type)) this.#text += delta;
    else if (TRANSCRIPT.test(type)) this.#transcript += delta;
    else if (SOUND.test(type)) this.#sound.push(Buffer.from(delta, 'base64'));
    else if (type === HEARD) this.#heard += `${textOf(event.transcript) ?? ''}\n`;
    else if (/session\.(created|updated)$/.test(type)) this.#session = objectOf(event.session);
    else if (type === 'response.done') this.#done(objectOf(event.response));
  }

  /** The sound only where it is whole: a player begins anew with each. */
  parts(isWhole: boolean): ResultPart[] {
    const parts: ResultPart[] = [];
    const streaming = isWhole ? {} : { streaming: true };
    if (this.#heard !== '') parts.push(...textParts({ role: 'plain', label: 'Heard', text: this.#heard.trimEnd() }));
    if (this.#text !== '') parts.push(...textParts({ role: 'answer', text: this.#text, ...streaming }));
    if (isWhole && this.#sound.length > 0) {
      parts.push(audioPart(Buffer.concat(this.#sound), this.#mimeType(), this.#transcript));
    } else if (this.#transcript !== '')
      parts.push(...textParts({ role: 'answer', text: this.#transcript, ...streaming }));
    for (const response of this.#ended) {
      const calls = objectsOf(response.output).filter(({ type }) => type !== 'message');
      parts.push(...calls.flatMap(describeItem));
      if (response.status === 'incomplete' || response.status === 'cancelled') {
        const reason = textOf(objectOf(response.status_details).reason);
        parts.push(sentence(`The response is ${response.status}${reason === undefined ? '.' : `: ${reason}`}`));
      }
    }
    const rows = [...this.#counts].map(([type, count]) => [type, count]);
    return [...parts, { kind: 'table', label: 'Events', columns: ['type', 'count'], rows }];
  }

  /** The last response; without one the session. */
  value(): unknown {
    return this.#ended.at(-1) ?? this.#session;
  }

  #done(response: Json): void {
    this.#ended.push(response);
    const usage = usageOf(response);
    if (usage) this.usage = this.usage ? addUsage(this.usage, usage) : usage;
    if (response.status === 'failed') this.failure = eventError(objectOf(response.status_details).error);
  }

  /** Telephony formats are asked for by the session; without a word it is 16-bit samples. */
  #mimeType(): string {
    const format = objectOf(objectOf(this.#session.audio).output).format ?? this.#session.output_audio_format;
    const name = textOf(format) ?? textOf(objectOf(format).type);
    if (name === 'audio/pcmu' || name === 'g711_ulaw') return 'audio/PCMU;rate=8000';
    if (name === 'audio/pcma' || name === 'g711_alaw') return 'audio/PCMA;rate=8000';
    return PCM;
  }
}
