import type { Translation, TranslationCreateParams, TranslationVerbose } from 'openai/resources/audio/translations';
import type { PendingRequest } from '../pendingRequest.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import { TEXT_FORMATS } from './audioTranscriptions.ts';

/** The format decides what comes back. */
interface CreateByFormat {
  (body: TranslationCreateParams<'json' | undefined>, options?: RequestOptions): PendingRequest<Translation>;
  (body: TranslationCreateParams<'verbose_json'>, options?: RequestOptions): PendingRequest<TranslationVerbose>;
  (body: TranslationCreateParams<'text' | 'srt' | 'vtt'>, options?: RequestOptions): PendingRequest<string>;
}

export type CreateTranslation = CreateByFormat &
  ((body: TranslationCreateParams, options?: RequestOptions) => PendingRequest<Translation>);

export function translations(transport: Transport) {
  const create = (body: TranslationCreateParams, options?: RequestOptions) => {
    const request = { method: 'POST', path: '/audio/translations', form: body } as const;
    return TEXT_FORMATS.includes(body.response_format)
      ? transport.text(request, options)
      : transport.json(request, options);
  };
  return { create: create as CreateTranslation };
}
