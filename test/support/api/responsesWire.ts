import { isObject, newId, now, objectsIn, textIn, type Json, type StreamEvent } from './api.ts';
import { annotationsOf, cachedTokens, contentText } from './chatWire.ts';
import { drawPng } from './media.ts';
import { lastPrompt, say, tokensOf, wordsOf, type Ask, type Said } from './say.ts';

/** The items of a request: a text is one message. */
export function itemsOf(input: unknown): Json[] {
  if (typeof input !== 'string') return objectsIn(input);
  return [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: input }] }];
}

/** Reads a request; `history` is what was said before it. */
export function askOfResponse(body: Json, history: readonly Json[]): Ask {
  const items = [...history, ...itemsOf(body.input)];
  const lastUser = items.findLastIndex(({ role }) => role === 'user');
  const format = isObject(body.text) && isObject(body.text.format) ? body.text.format : {};
  const instructions = textIn(body.instructions);
  return {
    model: textIn(body.model),
    messages: [
      ...(instructions === '' ? [] : [{ role: 'developer', text: instructions }]),
      ...items
        .filter(({ role }) => role !== undefined)
        .map(({ role, content }) => ({ role: textIn(role), text: contentText(content) })),
    ],
    toolResults: items
      .slice(lastUser + 1)
      .flatMap(({ type, output }) => (type === 'function_call_output' ? [contentText(output)] : [])),
    tools: objectsIn(body.tools),
    toolChoice: body.tool_choice,
    ...(format.type === 'json_schema' && isObject(format.schema) && { schema: format.schema }),
    wantsJson: format.type === 'json_object',
  };
}

/** A response as it ends. With too few tokens for its text it is incomplete. */
export function responseOf(body: Json, history: readonly Json[]): Json {
  const ask = askOfResponse(body, history);
  const said = say(ask);
  const limit = typeof body.max_output_tokens === 'number' ? body.max_output_tokens : Infinity;
  const isCut = tokensOf(said.text) > limit;
  const whole = isCut ? { ...said, text: said.text.slice(0, limit * 4) } : said;
  const reasoning = said.reasoning === undefined ? 0 : 64;
  const input = tokensOf(ask.messages.map(({ text }) => text).join('')) + 4;
  const output = tokensOf(whole.text + JSON.stringify(said.calls ?? '')) + reasoning;
  return {
    id: newId('resp_'),
    object: 'response',
    created_at: now(),
    status: isCut ? 'incomplete' : 'completed',
    background: body.background === true,
    error: null,
    incomplete_details: isCut ? { reason: 'max_output_tokens' } : null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    model: body.model,
    output: outputOf(whole, body, ask),
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: body.previous_response_id ?? null,
    prompt_cache_key: body.prompt_cache_key ?? null,
    reasoning: { effort: null, summary: null, ...(isObject(body.reasoning) && body.reasoning) },
    service_tier: 'default',
    store: body.store ?? true,
    temperature: body.temperature ?? 1,
    text: { format: { type: 'text' }, verbosity: 'medium', ...(isObject(body.text) && body.text) },
    tool_choice: body.tool_choice ?? 'auto',
    tools: body.tools ?? [],
    top_p: body.top_p ?? 1,
    truncation: body.truncation ?? 'disabled',
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: cachedTokens(ask) },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: reasoning },
      total_tokens: input + output,
    },
    user: null,
    metadata: body.metadata ?? {},
    ...(body.conversation !== undefined && {
      conversation: isObject(body.conversation) ? body.conversation : { id: body.conversation },
    }),
  };
}

function outputOf(said: Said, body: Json, ask: Ask): Json[] {
  const wantsSummary = isObject(body.reasoning) && typeof body.reasoning.summary === 'string';
  const summary = wantsSummary ? [{ type: 'summary_text', text: said.reasoning }] : [];
  const items: Json[] = said.reasoning === undefined ? [] : [{ id: newId('rs_'), type: 'reasoning', summary }];
  for (const { name, args } of said.calls ?? []) {
    const call = { type: 'function_call', status: 'completed', name, arguments: JSON.stringify(args) };
    items.push({ id: newId('fc_'), call_id: newId('call_'), ...call });
  }
  if (said.calls) return items;
  if (said.search) {
    const { query, pages } = said.search;
    const action = { type: 'search', query, sources: pages.map(({ url }) => ({ type: 'url', url })) };
    items.push({ id: newId('ws_'), type: 'web_search_call', status: 'completed', action });
  }
  if (said.code) {
    const outputs = [{ type: 'logs', logs: said.code.output }];
    const container = { container_id: newId('cntr_'), code: said.code.input, outputs };
    items.push({ id: newId('ci_'), type: 'code_interpreter_call', status: 'completed', ...container });
  }
  if (ask.tools.some(({ type }) => type === 'file_search')) {
    const call = { type: 'file_search_call', status: 'completed', queries: [lastPrompt(ask)], results: null };
    items.push({ id: newId('fs_'), ...call });
  }
  if (said.picture !== undefined) {
    const result = drawPng(said.picture).toString('base64');
    const call = { type: 'image_generation_call', status: 'completed', result, revised_prompt: said.picture };
    items.push({ id: newId('ig_'), ...call, output_format: 'png', size: '1024x1024', quality: 'low' });
  }
  const text = { type: 'output_text', text: said.text, annotations: annotationsOf(said, false), logprobs: [] };
  const content = said.refusal === undefined ? [text] : [{ type: 'refusal', refusal: said.refusal }];
  items.push({ id: newId('msg_'), type: 'message', status: 'completed', role: 'assistant', content });
  return items;
}

/** The events by which a response comes, numbered from 0. */
export function eventsOf(response: Json): StreamEvent[] {
  const begun = { ...response, status: 'in_progress', output: [], usage: null, incomplete_details: null };
  const events: Json[] = [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...objectsIn(response.output).flatMap((item, index) => itemEvents(item, index)),
    { type: response.status === 'incomplete' ? 'response.incomplete' : 'response.completed', response },
  ];
  return events.map((event, number) => ({ event: textIn(event.type), data: { ...event, sequence_number: number } }));
}

function itemEvents(item: Json, index: number): Json[] {
  const at = { output_index: index, item_id: item.id };
  const begun: Json = { ...item, status: 'in_progress' };
  if (item.type === 'message') begun.content = [];
  if (item.type === 'reasoning') begun.summary = [];
  if (item.type === 'function_call') begun.arguments = '';
  if (item.type === 'image_generation_call') begun.result = null;
  return [
    { type: 'response.output_item.added', output_index: index, item: begun },
    ...innerEvents(item, at),
    { type: 'response.output_item.done', output_index: index, item },
  ];
}

function innerEvents(item: Json, at: Json): Json[] {
  switch (item.type) {
    case 'message':
      return objectsIn(item.content).flatMap((part, index) => partEvents(part, { ...at, content_index: index }));
    case 'reasoning':
      return objectsIn(item.summary).flatMap((part, index) => {
        const inSummary = { ...at, summary_index: index };
        const begin = 'response.reasoning_summary';
        return [
          { type: `${begin}_part.added`, ...inSummary, part: { type: 'summary_text', text: '' } },
          ...wordsOf(textIn(part.text)).map((delta) => ({ type: `${begin}_text.delta`, ...inSummary, delta })),
          { type: `${begin}_text.done`, ...inSummary, text: part.text },
          { type: `${begin}_part.done`, ...inSummary, part },
        ];
      });
    case 'function_call': {
      const begin = 'response.function_call_arguments';
      return [
        ...wordsOf(textIn(item.arguments)).map((delta) => ({ type: `${begin}.delta`, ...at, delta })),
        { type: `${begin}.done`, ...at, arguments: item.arguments, name: item.name },
      ];
    }
    case 'image_generation_call': {
      const partial = drawPng('sketch', 64).toString('base64');
      return [
        { type: 'response.image_generation_call.in_progress', ...at },
        { type: 'response.image_generation_call.generating', ...at },
        {
          type: 'response.image_generation_call.partial_image',
          ...at,
          partial_image_index: 0,
          partial_image_b64: partial,
        },
        { type: 'response.image_generation_call.completed', ...at },
      ];
    }
    default:
      return ['in_progress', 'searching', 'completed']
        .filter((step) => item.type !== 'code_interpreter_call' || step !== 'searching')
        .map((step) => ({ type: `response.${textIn(item.type)}.${step}`, ...at }));
  }
}

function partEvents(part: Json, at: Json): Json[] {
  const isText = part.type === 'output_text';
  const begin = isText ? 'response.output_text' : 'response.refusal';
  const text = textIn(isText ? part.text : part.refusal);
  const empty = isText ? { ...part, text: '', annotations: [] } : { ...part, refusal: '' };
  return [
    { type: 'response.content_part.added', ...at, part: empty },
    ...wordsOf(text).map((delta) => ({ type: `${begin}.delta`, ...at, delta, ...(isText && { logprobs: [] }) })),
    ...objectsIn(part.annotations).map((annotation, index) => ({
      type: 'response.output_text.annotation.added',
      ...at,
      annotation_index: index,
      annotation,
    })),
    isText ? { type: `${begin}.done`, ...at, text, logprobs: [] } : { type: `${begin}.done`, ...at, refusal: text },
    { type: 'response.content_part.done', ...at, part },
  ];
}
