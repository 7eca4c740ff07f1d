import type {
  Transcription,
  TranscriptionCreateParams,
  TranscriptionCreateParamsNonStreaming,
  TranscriptionCreateParamsStreaming,
  TranscriptionCreateResponse,
  TranscriptionStreamEvent,
  TranscriptionVerbose,
} from 'openai/resources/audio/transcriptions';
import type { PendingRequest } from '../pendingRequest.ts';
import type { EventStream, StreamRules } from '../sse.ts';
import type { RequestOptions, Transport } from '../transport.ts';

const rules: StreamRules<Partial<TranscriptionStreamEvent>> = {
  roleOf: ({ type }) => (type === 'transcript.text.done' ? 'last' : 'more'),
  // Compatible servers end with it alone.
  endsWithDone: true,
};

/** The format decides what comes back. */
interface CreateByFormat {
  (
    body: TranscriptionCreateParamsNonStreaming<'json' | undefined>,
    options?: RequestOptions,
  ): PendingRequest<Transcription>;
  (
    body: TranscriptionCreateParamsNonStreaming<'verbose_json'>,
    options?: RequestOptions,
  ): PendingRequest<TranscriptionVerbose>;
  (
    body: TranscriptionCreateParamsNonStreaming<'srt' | 'vtt' | 'text'>,
    options?: RequestOptions,
  ): PendingRequest<string>;
}

interface CreateByStream {
  (body: TranscriptionCreateParamsNonStreaming, options?: RequestOptions): PendingRequest<Transcription>;
  (
    body: TranscriptionCreateParamsStreaming,
    options?: RequestOptions,
  ): PendingRequest<EventStream<TranscriptionStreamEvent>>;
  (
    body: TranscriptionCreateParams,
    options?: RequestOptions,
  ): PendingRequest<TranscriptionCreateResponse | string | EventStream<TranscriptionStreamEvent>>;
}

export type CreateTranscription = CreateByFormat & CreateByStream;

/** The formats that are answered with text and not with JSON. */
export const TEXT_FORMATS: readonly (string | undefined)[] = ['text', 'srt', 'vtt'];

export function transcriptions(transport: Transport) {
  const create = (body: TranscriptionCreateParams, options?: RequestOptions) => {
    const request = { method: 'POST', path: '/audio/transcriptions', form: body } as const;
    if (body.stream) return transport.events(request, rules, options);
    return TEXT_FORMATS.includes(body.response_format)
      ? transport.text(request, options)
      : transport.json(request, options);
  };
  return { create: create as CreateTranscription };
}
