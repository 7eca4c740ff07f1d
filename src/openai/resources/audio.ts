import type { SpeechCreateParams } from 'openai/resources/audio/speech';
import type { RequestOptions, Transport } from '../transport.ts';
import { transcriptions } from './audioTranscriptions.ts';
import { translations } from './audioTranslations.ts';
import { voiceConsents, voices } from './audioVoices.ts';

export function audio(transport: Transport) {
  return {
    speech: {
      /** The audio as it is made; with `stream_format: 'sse'` the events that hold it. */
      create: (body: SpeechCreateParams, options?: RequestOptions) => {
        const headers = { accept: 'application/octet-stream' };
        return transport.bytes({ method: 'POST', path: '/audio/speech', body, headers }, options);
      },
    },
    transcriptions: transcriptions(transport),
    translations: translations(transport),
    voices: voices(transport),
    voiceConsents: voiceConsents(transport),
  };
}
