import { collect, type ApiCall } from './call.ts';
import { voicesCalls } from './audioVoices.ts';

const mp3 = () => new File(['not really a sound'], 'speech.mp3', { type: 'audio/mpeg' });
const verbose = {
  task: 'transcribe',
  language: 'english',
  duration: 8.47,
  text: 'The beach was popular.',
  segments: [
    { id: 0, seek: 0, start: 0, end: 3.32, text: ' The beach was popular.', tokens: [50_364], temperature: 0 },
  ],
  words: [{ word: 'The', start: 0, end: 0.24 }],
};
const SRT = '1\n00:00:00,000 --> 00:00:03,320\nThe beach was popular.\n\n';
const VTT = 'WEBVTT\n\n00:00:00.000 --> 00:00:03.320\nThe beach was popular.\n\n';

const transcriptEvents = [
  { type: 'transcript.text.delta', delta: 'The beach', logprobs: [{ token: 'The', logprob: -0.1, bytes: [84] }] },
  { type: 'transcript.text.delta', delta: ' was popular.' },
  { type: 'transcript.text.done', text: 'The beach was popular.' },
];

const speech: readonly ApiCall[] = [
  {
    method: 'audio.speech.create',
    call: async (client) => {
      const response = await client.audio.speech.create({
        model: 'gpt-4o-mini-tts',
        input: 'The quick brown fox jumped over the lazy dog.',
        voice: 'alloy',
        instructions: 'Cheerful.',
        response_format: 'wav',
        speed: 1.5,
      });
      const hex = Buffer.from(await response.arrayBuffer()).toString('hex');
      return { hex, type: response.headers.get('content-type') };
    },
    answers: [{ bytes: Uint8Array.of(82, 73, 70, 70, 255, 0, 13, 10), type: 'audio/wav' }],
  },
  {
    method: 'audio.speech.create',
    variant: 'as events',
    call: async (client) => {
      const body = { model: 'gpt-4o-mini-tts', input: 'Hi', voice: 'ash', stream_format: 'sse' } as const;
      return (await client.audio.speech.create(body)).text();
    },
    answers: [{ events: [{ type: 'speech.audio.delta', audio: 'AAAA' }, { type: 'speech.audio.done' }] }],
  },
];

const transcriptions: readonly ApiCall[] = [
  {
    method: 'audio.transcriptions.create',
    call: (client) =>
      client.audio.transcriptions.create({
        file: mp3(),
        model: 'gpt-4o-transcribe',
        language: 'en',
        prompt: 'A story.',
        temperature: 0.2,
        include: ['logprobs'],
      }),
    answers: [{ json: { text: 'The beach was popular.', usage: { type: 'duration', seconds: 9 } } }],
  },
  {
    method: 'audio.transcriptions.create',
    variant: 'text',
    call: (client) => client.audio.transcriptions.create({ file: mp3(), model: 'whisper-1', response_format: 'text' }),
    answers: [{ text: 'The beach was popular.\n', type: 'text/plain; charset=utf-8' }],
  },
  {
    method: 'audio.transcriptions.create',
    variant: 'srt',
    call: (client) => client.audio.transcriptions.create({ file: mp3(), model: 'whisper-1', response_format: 'srt' }),
    answers: [{ text: SRT, type: 'text/plain' }],
  },
  {
    method: 'audio.transcriptions.create',
    variant: 'vtt',
    call: (client) => client.audio.transcriptions.create({ file: mp3(), model: 'whisper-1', response_format: 'vtt' }),
    answers: [{ text: VTT, type: 'text/plain' }],
  },
  {
    method: 'audio.transcriptions.create',
    variant: 'verbose',
    call: (client) =>
      client.audio.transcriptions.create({
        file: mp3(),
        model: 'whisper-1',
        response_format: 'verbose_json',
        timestamp_granularities: ['word', 'segment'],
      }),
    answers: [{ json: verbose }],
  },
  {
    method: 'audio.transcriptions.create',
    variant: 'speakers',
    notInSpecification: 'It has no form for numbers within an object: every field of a form is text.',
    call: (client) =>
      client.audio.transcriptions.create({
        file: mp3(),
        model: 'gpt-4o-transcribe-diarize',
        response_format: 'diarized_json',
        chunking_strategy: { type: 'server_vad', threshold: 0.5 },
        known_speaker_names: ['agent'],
        known_speaker_references: ['data:audio/wav;base64,AAA='],
      }),
    answers: [
      {
        json: {
          task: 'transcribe',
          duration: 3,
          text: 'Hello.',
          segments: [
            { type: 'transcript.text.segment', id: 'seg_1', start: 0, end: 3, text: 'Hello.', speaker: 'agent' },
          ],
        },
      },
    ],
  },
  {
    method: 'audio.transcriptions.create',
    variant: 'streamed',
    call: async (client) =>
      collect(await client.audio.transcriptions.create({ file: mp3(), model: 'gpt-4o-mini-transcribe', stream: true })),
    answers: [{ events: transcriptEvents }],
  },
];

const translations: readonly ApiCall[] = [
  {
    method: 'audio.translations.create',
    call: (client) =>
      client.audio.translations.create({ file: mp3(), model: 'whisper-1', prompt: 'A story.', temperature: 0 }),
    answers: [{ json: { text: 'Hello.' } }],
  },
  {
    method: 'audio.translations.create',
    variant: 'verbose',
    call: (client) =>
      client.audio.translations.create({ file: mp3(), model: 'whisper-1', response_format: 'verbose_json' }),
    answers: [{ json: { ...verbose, task: 'translate' } }],
  },
  {
    method: 'audio.translations.create',
    variant: 'text',
    call: (client) => client.audio.translations.create({ file: mp3(), model: 'whisper-1', response_format: 'text' }),
    answers: [{ text: 'Hello.\n', type: 'text/plain' }],
  },
];

export const audioCalls: readonly ApiCall[] = [...speech, ...transcriptions, ...translations, ...voicesCalls];
