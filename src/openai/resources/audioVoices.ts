import type {
  VoiceConsent,
  VoiceConsentCreateParams,
  VoiceConsentDeleted,
  VoiceConsentListParams,
  VoiceConsentUpdateParams,
} from 'openai/resources/audio/voice-consents';
import type { Voice, VoiceCreateParams, VoiceDeleted } from 'openai/resources/audio/voices';
import { path } from '../address.ts';
import type { RequestOptions, Transport } from '../transport.ts';

export function voices(transport: Transport) {
  return {
    create: (body: VoiceCreateParams, options?: RequestOptions) =>
      transport.json<Voice>({ method: 'POST', path: '/audio/voices', form: body }, options),
    delete: (voiceID: string, options?: RequestOptions) =>
      transport.json<VoiceDeleted>({ method: 'DELETE', path: path`/audio/voices/${voiceID}` }, options),
  };
}

export function voiceConsents(transport: Transport) {
  const one = (consentID: string) => path`/audio/voice_consents/${consentID}`;
  return {
    create: (body: VoiceConsentCreateParams, options?: RequestOptions) =>
      transport.json<VoiceConsent>({ method: 'POST', path: '/audio/voice_consents', form: body }, options),
    retrieve: (consentID: string, options?: RequestOptions) =>
      transport.json<VoiceConsent>({ method: 'GET', path: one(consentID) }, options),
    update: (consentID: string, body: VoiceConsentUpdateParams, options?: RequestOptions) =>
      transport.json<VoiceConsent>({ method: 'POST', path: one(consentID), body }, options),
    list: (query?: VoiceConsentListParams | null, options?: RequestOptions) =>
      transport.list<VoiceConsent>({ method: 'GET', path: '/audio/voice_consents', query }, options),
    delete: (consentID: string, options?: RequestOptions) =>
      transport.json<VoiceConsentDeleted>({ method: 'DELETE', path: one(consentID) }, options),
  };
}
