import { collect, type ApiCall } from './call.ts';

const voice = { id: 'voice_1', object: 'audio.voice', name: 'Mine', created_at: 1_734_220_800, type: 'audio_sample' };
const consent = {
  id: 'cons_1234',
  object: 'audio.voice_consent',
  name: 'John Doe',
  language: 'en-US',
  created_at: 1_734_220_800,
};
const wav = () => new File(['not really a sound'], 'sample.wav', { type: 'audio/wav' });

export const voicesCalls: readonly ApiCall[] = [
  {
    method: 'audio.voices.create',
    call: (client) => client.audio.voices.create({ name: 'Mine', audio_sample: wav(), consent: consent.id }),
    answers: [{ json: voice }],
  },
  {
    method: 'audio.voices.create',
    variant: 'from a description',
    call: (client) => client.audio.voices.create({ name: 'Warm', type: 'prompt', prompt: 'A warm voice' }),
    answers: [{ json: { ...voice, type: 'prompt', prompt: 'A warm voice' } }],
    notInSpecification: 'It knows voices made from a sample only.',
  },
  {
    method: 'audio.voices.delete',
    call: (client) => client.audio.voices.delete(voice.id),
    answers: [{ json: { id: voice.id, object: 'audio.voice.deleted', deleted: true } }],
    notInSpecification: 'It has no such path.',
  },
  {
    method: 'audio.voiceConsents.create',
    call: (client) => client.audio.voiceConsents.create({ name: 'John Doe', language: 'en-US', recording: wav() }),
    answers: [{ json: consent }],
  },
  {
    method: 'audio.voiceConsents.retrieve',
    call: (client) => client.audio.voiceConsents.retrieve(consent.id),
    answers: [{ json: consent }],
  },
  {
    method: 'audio.voiceConsents.update',
    call: (client) => client.audio.voiceConsents.update(consent.id, { name: 'John' }),
    answers: [{ json: { ...consent, name: 'John' } }],
  },
  {
    method: 'audio.voiceConsents.list',
    call: (client) => collect(client.audio.voiceConsents.list({ limit: 1 })),
    answers: [
      { json: { object: 'list', data: [consent], has_more: true } },
      { json: { object: 'list', data: [{ ...consent, id: 'cons_2' }], has_more: false } },
    ],
  },
  {
    method: 'audio.voiceConsents.delete',
    call: (client) => client.audio.voiceConsents.delete(consent.id),
    answers: [{ json: { id: consent.id, object: 'audio.voice_consent', deleted: true } }],
  },
];
