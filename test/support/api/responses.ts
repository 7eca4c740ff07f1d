import { ApiError, isObject, json, newId, now, objectsIn, required, textIn, type Json, type Routes } from './api.ts';
import { checkNumbers } from './chatWire.ts';
import { page } from './collection.ts';
import type { ConversationStore } from './conversations.ts';
import { askOfResponse, eventsOf, itemsOf, responseOf } from './responsesWire.ts';
import { tokensOf } from './say.ts';

interface Stored {
  response: Json;
  /** Input and what was before it. */
  items: readonly Json[];
  /** How often a background response is asked for until it is done. */
  looksLeft: number;
}

export function responseRoutes(conversations: ConversationStore): Routes {
  const stored = new Map<string, Stored>();
  const find = (id: string): Stored => {
    const found = stored.get(id);
    if (!found) throw new ApiError(404, `Response with id '${id}' not found.`);
    return found;
  };
  const historyOf = (body: Json): readonly Json[] => {
    const previous = textIn(body.previous_response_id);
    if (previous !== '') {
      const { items, response } = find(previous);
      return [...items, ...objectsIn(response.output)];
    }
    const conversation = conversationOf(body);
    return conversation === undefined ? [] : conversations.items(conversation);
  };
  const look = (found: Stored): Json => {
    if (found.looksLeft === 0) return found.response;
    found.looksLeft -= 1;
    const status = found.looksLeft > 1 ? 'queued' : 'in_progress';
    return { ...found.response, status, output: [], usage: null };
  };

  return {
    'POST /responses': ({ body }) => {
      required(body, 'model');
      checkNumbers(body);
      const history = historyOf(body);
      const response = responseOf(body, history);
      const entry = {
        response,
        items: [...history, ...itemsOf(body.input)],
        looksLeft: body.background === true ? 3 : 0,
      };
      if (body.store !== false) stored.set(textIn(response.id), entry);
      const conversation = conversationOf(body);
      if (conversation !== undefined) {
        conversations.add(conversation, [...itemsOf(body.input), ...objectsIn(response.output)]);
      }
      if (body.stream !== true) return json(look(entry));
      entry.looksLeft = 0;
      return { events: eventsOf(response) };
    },
    'GET /responses/{id}': ({ query }, id = '') => {
      const found = find(id);
      if (query.get('stream') !== 'true') return json(look(found));
      const after = Number(query.get('starting_after') ?? -1);
      return { events: eventsOf(found.response).slice(after + 1) };
    },
    'DELETE /responses/{id}': (_, id = '') => {
      find(id);
      stored.delete(id);
      return json({ id, object: 'response', deleted: true });
    },
    'POST /responses/{id}/cancel': (_, id = '') => {
      const found = find(id);
      if (found.response.background !== true) {
        throw new ApiError(400, 'Only responses with background=true can be cancelled.');
      }
      Object.assign(found.response, { status: 'cancelled', output: [] });
      found.looksLeft = 0;
      return json(found.response);
    },
    'GET /responses/{id}/input_items': ({ query }, id = '') => {
      const items = find(id).items.map((item) => ({ id: newId('msg_'), ...item }));
      return json(page(items.toReversed(), query));
    },
    'POST /responses/input_tokens': ({ body }) => {
      const { messages } = askOfResponse(body, historyOf(body));
      return json({
        object: 'response.input_tokens',
        input_tokens: tokensOf(messages.map(({ text }) => text).join('')) + 4,
      });
    },
    'POST /responses/compact': ({ body }) => {
      required(body, 'model');
      const items = [...historyOf(body), ...itemsOf(body.input)];
      const kept = items.filter(({ role }) => role === 'user');
      const summary = {
        id: newId('cmp_'),
        type: 'compaction',
        encrypted_content: Buffer.from('compacted').toString('base64'),
      };
      const usage = {
        input_tokens: tokensOf(JSON.stringify(items)),
        input_tokens_details: { cached_tokens: 0 },
        output_tokens: 24,
        output_tokens_details: { reasoning_tokens: 0 },
        total_tokens: tokensOf(JSON.stringify(items)) + 24,
      };
      return json({
        id: newId('resp_'),
        object: 'response.compaction',
        created_at: now(),
        output: [...kept, summary],
        usage,
      });
    },
  };
}

function conversationOf({ conversation }: Json): string | undefined {
  if (isObject(conversation)) return textIn(conversation.id);
  return typeof conversation === 'string' ? conversation : undefined;
}
