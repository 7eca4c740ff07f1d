import { newId, now, objectsIn, type ApiAnswer, type Json } from './api.ts';
import { contentText } from './chatWire.ts';
import { tunePcm } from './media.ts';

const spoken = 'The harbour opens at nine.';
const ways = ['The tide is high.', 'The tide is low.', 'There is no tide.'];

/** Answers of Chat Completions that the Responses API does not have: several, spoken ones, those of Azure's filter. */
export function richChatAnswer(body: Json): ApiAnswer | undefined {
  const asked = contentText(objectsIn(body.messages).findLast(({ role }) => role === 'user')?.content);
  if (/say it aloud/i.test(asked)) return stream(body, aloud());
  if (/in several ways/i.test(asked)) return stream(body, ways.slice(0, Number(body.n ?? 1)).flatMap(oneWay));
  if (/something violent/i.test(asked)) return stream(body, [{ prompt_filter_results: promptFilters }, ...stopped()]);
  return undefined;
}

function stream(body: Json, chunks: readonly Json[]): ApiAnswer {
  const head = { id: newId('chatcmpl-'), object: 'chat.completion.chunk', created: now(), model: body.model };
  const usage = {
    prompt_tokens: 40,
    completion_tokens: 60,
    total_tokens: 100,
    completion_tokens_details: { audio_tokens: 50 },
  };
  const all = [...chunks, { usage }].map((chunk) => ({ data: { choices: [], ...head, ...chunk } }));
  return { events: [...all, { data: '[DONE]' }] };
}

const choice = (delta: Json, more: Json = {}, index = 0): Json => ({
  choices: [{ index, delta, finish_reason: null, ...more }],
});

/** Some seconds of a tune in two pieces, and what it says. */
function aloud(): Json[] {
  const sound = Buffer.concat(Array.from({ length: 10 }, () => tunePcm(spoken)));
  const half = Math.floor(sound.length / 4) * 2;
  const piece = (data: Buffer) => choice({ audio: { data: data.toString('base64') } });
  return [
    choice({ role: 'assistant', audio: { id: newId('audio_'), transcript: '' } }),
    ...spoken.split(/(?= )/).map((transcript) => choice({ audio: { transcript } })),
    piece(sound.subarray(0, half)),
    piece(sound.subarray(half)),
    choice({ audio: { expires_at: now() + 3600 } }),
    choice({}, { finish_reason: 'stop' }),
  ];
}

const oneWay = (text: string, index: number): Json[] => [
  choice({ role: 'assistant', content: text }, {}, index),
  choice({}, { finish_reason: 'stop' }, index),
];

const safe = { filtered: false, severity: 'safe' };

const promptFilters = [
  {
    prompt_index: 0,
    content_filter_results: {
      hate: safe,
      violence: { filtered: false, severity: 'low' },
      jailbreak: { filtered: false, detected: false },
    },
  },
];

/** An answer that the filter stops in its middle. */
function stopped(): Json[] {
  const results = { hate: safe, violence: { filtered: true, severity: 'medium' } };
  return [
    choice({ role: 'assistant', content: 'It began with a' }, { content_filter_results: { hate: safe } }),
    choice({}, { finish_reason: 'content_filter', content_filter_results: results }),
  ];
}
