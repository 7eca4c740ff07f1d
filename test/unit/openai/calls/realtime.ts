import type { ApiCall } from './call.ts';

const session = { type: 'realtime', object: 'realtime.session', id: 'sess_1', model: 'gpt-realtime' } as const;
const sdp = 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\n';
const nothing = { text: '', type: 'text/plain' };
const answer = { text: `${sdp}t=0 0\r\n`, type: 'application/sdp' };

// What is answered to a command is not compared: the official SDK gives its text, though its types say nothing.
export const realtimeCalls: readonly ApiCall[] = [
  {
    method: 'realtime.clientSecrets.create',
    call: (client) =>
      client.realtime.clientSecrets.create({
        expires_after: { anchor: 'created_at', seconds: 600 },
        session: { type: 'realtime', model: 'gpt-realtime', instructions: 'Be brief.' },
      }),
    answers: [{ json: { value: 'ek_1', expires_at: 1_756_310_470, session } }],
  },
  {
    method: 'realtime.calls.create',
    call: async (client) => (await client.realtime.calls.create({ sdp })).text(),
    answers: [answer],
  },
  {
    method: 'realtime.calls.create',
    variant: 'with a session',
    notInSpecification: 'The session is a part of the form in JSON, which the contract server reads as text.',
    call: async (client) =>
      (await client.realtime.calls.create({ sdp, session: { type: 'realtime', model: 'gpt-realtime' } })).text(),
    answers: [answer],
  },
  {
    method: 'realtime.calls.accept',
    call: (client) =>
      client.realtime.calls.accept('rtc_1', { type: 'realtime', model: 'gpt-realtime' }).then(() => null),
    answers: [nothing],
  },
  {
    method: 'realtime.calls.hangup',
    call: (client) => client.realtime.calls.hangup('rtc_1').then(() => null),
    answers: [nothing],
  },
  {
    method: 'realtime.calls.refer',
    call: (client) => client.realtime.calls.refer('rtc_1', { target_uri: 'tel:+14155550123' }).then(() => null),
    answers: [nothing],
  },
  {
    method: 'realtime.calls.reject',
    call: (client) => client.realtime.calls.reject('rtc_1', { status_code: 486 }).then(() => null),
    answers: [nothing],
  },
  {
    method: 'realtime.calls.reject',
    variant: 'without a reason',
    call: (client) => client.realtime.calls.reject('rtc_1').then(() => null),
    answers: [nothing],
  },
  {
    method: 'beta.realtime.sessions.create',
    notInSpecification: 'Its request is described by the schema of the answer, which has a client_secret.',
    call: (client) => client.beta.realtime.sessions.create({ modalities: ['text'], model: 'gpt-4o-realtime-preview' }),
    answers: [{ json: { client_secret: { value: 'ek_1', expires_at: 1_756_310_470 }, modalities: ['text'] } }],
  },
  {
    method: 'beta.realtime.transcriptionSessions.create',
    call: (client) => client.beta.realtime.transcriptionSessions.create({ input_audio_format: 'pcm16' }),
    answers: [{ json: { client_secret: { value: 'ek_1', expires_at: 1_756_310_470 }, input_audio_format: 'pcm16' } }],
  },
];
