import {
  ApiError,
  isObject,
  newId,
  now,
  objectsIn,
  required,
  textIn,
  type ApiAnswer,
  type Json,
  type StreamEvent,
} from './api.ts';
import { silentMp3, tunePcm, tuneWav } from './media.ts';
import { say, tokensOf, wordsOf, type Ask, type Said } from './say.ts';

/** Reads a chat completion's request. */
export function askOfChat(body: Json): Ask {
  const messages = objectsIn(body.messages);
  const lastUser = messages.findLastIndex(({ role }) => role === 'user');
  const format = isObject(body.response_format) ? body.response_format : {};
  const schema = isObject(format.json_schema) ? format.json_schema.schema : undefined;
  const functions = objectsIn(body.functions).map((each) => ({ type: 'function', function: each }));
  return {
    model: textIn(body.model),
    messages: messages.map(({ role, content }) => ({ role: textIn(role), text: contentText(content) })),
    toolResults: messages
      .slice(lastUser + 1)
      .flatMap(({ role, content }) => (role === 'tool' || role === 'function' ? [contentText(content)] : [])),
    tools: [...objectsIn(body.tools), ...functions],
    toolChoice: body.tool_choice ?? body.function_call,
    ...(isObject(schema) && { schema }),
    wantsJson: format.type === 'json_object',
  };
}

/** A chat completion, whole or as its chunks. */
export function answerChat(body: Json): ApiAnswer {
  required(body, 'model');
  checkNumbers(body);
  if (objectsIn(body.messages).length === 0) {
    throw new ApiError(400, "Missing required parameter: 'messages'.", { param: 'messages' });
  }
  const ask = askOfChat(body);
  const said = say(ask);
  const message = messageOf(said, body);
  const finish = said.calls ? (body.functions ? 'function_call' : 'tool_calls') : 'stop';
  const logprobs =
    body.logprobs === true ? { logprobs: { content: logprobsOf(said.text, Number(body.top_logprobs ?? 0)) } } : {};
  const choices = Array.from({ length: Number(body.n ?? 1) }, (_, index) => ({
    index,
    message,
    ...logprobs,
    finish_reason: finish,
  }));
  const head = {
    id: newId('chatcmpl-'),
    created: now(),
    model: body.model,
    service_tier: 'default',
    system_fingerprint: 'fp_local',
  };
  const usage = usageOf(ask, said, choices.length);
  if (body.stream !== true) return { json: { ...head, object: 'chat.completion', choices, usage } };
  const chunk = (index: number, delta: Json, reason: string | null = null): StreamEvent => ({
    data: { ...head, object: 'chat.completion.chunk', choices: [{ index, delta, finish_reason: reason }] },
  });
  const wantsUsage = isObject(body.stream_options) && body.stream_options.include_usage === true;
  return {
    events: [
      ...choices.flatMap(({ index }) => [
        chunk(index, { role: 'assistant', content: '' }),
        ...deltasOf(said, message).map((delta) => chunk(index, delta)),
        chunk(index, {}, finish),
      ]),
      ...(wantsUsage ? [{ data: { ...head, object: 'chat.completion.chunk', choices: [], usage } }] : []),
      { data: '[DONE]' },
    ],
  };
}

/** The older completions, whole or as chunks. */
export function answerCompletion(body: Json): ApiAnswer {
  const prompt = contentText(body.prompt);
  const { text } = say({
    model: required(body, 'model'),
    messages: [{ role: 'user', text: prompt }],
    toolResults: [],
    tools: [],
    toolChoice: undefined,
    wantsJson: false,
  });
  const head = { id: newId('cmpl-'), object: 'text_completion', created: now(), model: body.model };
  const choice = (part: string, reason: string | null) => ({
    index: 0,
    text: part,
    logprobs: null,
    finish_reason: reason,
  });
  const [prompt_tokens, completion_tokens] = [tokensOf(prompt), tokensOf(text)];
  const usage = { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
  if (body.stream !== true) return { json: { ...head, choices: [choice(text, 'stop')], usage } };
  const chunks = wordsOf(text).map((part) => ({ data: { ...head, choices: [choice(part, null)] } }));
  return { events: [...chunks, { data: { ...head, choices: [choice('', 'stop')] } }, { data: '[DONE]' }] };
}

export function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content) && content.every((item) => typeof item === 'string')) return content.join('\n');
  return objectsIn(content)
    .map(({ text }) => textIn(text))
    .join(' ');
}

/** Numbers out of their range are refused in the words of the API. */
export function checkNumbers(body: Json): void {
  const ranges = { temperature: [0, 2], top_p: [0, 1], presence_penalty: [-2, 2], frequency_penalty: [-2, 2] } as const;
  for (const [name, [least, most]] of Object.entries(ranges)) {
    const value = body[name];
    if (typeof value !== 'number' || (value >= least && value <= most)) continue;
    const wrong =
      value > most
        ? `above maximum value. Expected a value <= ${most}`
        : `below minimum value. Expected a value >= ${least}`;
    const code = value > most ? 'decimal_above_max_value' : 'decimal_below_min_value';
    throw new ApiError(400, `Invalid '${name}': decimal ${wrong}, but got ${value} instead.`, { code, param: name });
  }
}

function messageOf(said: Said, body: Json): Json {
  const call = said.calls?.[0];
  const message: Json = { role: 'assistant', content: said.text || null, refusal: said.refusal ?? null };
  if (call && body.functions)
    return { ...message, function_call: { name: call.name, arguments: JSON.stringify(call.args) } };
  if (said.calls) {
    return {
      ...message,
      tool_calls: said.calls.map(({ name, args }) => ({
        id: newId('call_'),
        type: 'function',
        function: { name, arguments: JSON.stringify(args) },
      })),
    };
  }
  const modalities = Array.isArray(body.modalities) ? body.modalities : [];
  if (modalities.includes('audio')) {
    const format = isObject(body.audio) ? body.audio.format : 'wav';
    const bytes = format === 'wav' ? tuneWav(said.text) : format === 'pcm16' ? tunePcm(said.text) : silentMp3(2);
    const audio = {
      id: newId('audio_'),
      data: bytes.toString('base64'),
      expires_at: now() + 3600,
      transcript: said.text,
    };
    return { ...message, content: null, audio };
  }
  return said.search ? { ...message, annotations: annotationsOf(said, true) } : { ...message, annotations: [] };
}

/** Citations as chat completions nest them, or flat as responses have them. */
export function annotationsOf({ text, search }: Said, nested: boolean): Json[] {
  return (search?.pages ?? []).map(({ title, url, from }) => {
    const start = text.indexOf(from);
    const citation = { title, url, start_index: start, end_index: start + from.length };
    return nested ? { type: 'url_citation', url_citation: citation } : { type: 'url_citation', ...citation };
  });
}

function deltasOf(said: Said, message: Json): Json[] {
  const calls = objectsIn(message.tool_calls);
  if (calls.length > 0) {
    return calls.flatMap((call, index) => {
      const { name, arguments: args } = call.function as { name: string; arguments: string };
      return [
        { tool_calls: [{ index, id: call.id, type: 'function', function: { name, arguments: '' } }] },
        ...wordsOf(args).map((part) => ({ tool_calls: [{ index, function: { arguments: part } }] })),
      ];
    });
  }
  if (message.function_call) return [{ function_call: message.function_call }];
  if (message.audio) return [{ audio: message.audio }];
  if (said.refusal !== undefined) return [{ refusal: said.refusal }];
  const annotations = objectsIn(message.annotations);
  return [
    ...(said.reasoning === undefined ? [] : [{ reasoning_content: said.reasoning }]),
    ...wordsOf(said.text).map((content) => ({ content })),
    ...(annotations.length > 0 ? [{ annotations }] : []),
  ];
}

function logprobsOf(text: string, top: number): Json[] {
  return wordsOf(text).map((token, index) => {
    const entry = (of: string, logprob: number) => ({ token: of, logprob, bytes: [...Buffer.from(of)] });
    const others = Array.from({ length: top }, (_, at) =>
      entry(at === 0 ? token : `${token}${'?'.repeat(at)}`, -0.05 - at * 1.5),
    );
    return { ...entry(token, -0.05 - (index % 5) * 0.1), top_logprobs: others };
  });
}

const seenPrefixes = new Set<string>();

/** Tokens of input that a request before had at its beginning: only long ones are kept, as the API does. */
export function cachedTokens({ messages }: Pick<Ask, 'messages'>): number {
  const prefix = messages[0]?.text ?? '';
  const tokens = tokensOf(prefix);
  if (tokens < 1024) return 0;
  const isSeen = seenPrefixes.has(prefix);
  seenPrefixes.add(prefix);
  return isSeen ? Math.floor(tokens / 128) * 128 : 0;
}

function usageOf(ask: Ask, said: Said, choices: number): Json {
  const input = tokensOf(ask.messages.map(({ text }) => text).join('')) + 4;
  const reasoning = said.reasoning === undefined ? 0 : 64;
  const output = (tokensOf(said.text + (said.refusal ?? '') + JSON.stringify(said.calls ?? '')) + reasoning) * choices;
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cachedTokens(ask), audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: reasoning,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
