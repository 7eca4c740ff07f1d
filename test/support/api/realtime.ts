import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { isObject, json, newId, now, objectsIn, textIn, type Json, type Routes } from './api.ts';
import { tunePcm } from './media.ts';
import { say, tokensOf, wordsOf } from './say.ts';

export const realtimeRoutes: Routes = {
  'POST /realtime/client_secrets': ({ body }) =>
    json({
      value: newId('ek_'),
      expires_at: now() + 600,
      session: { id: newId('sess_'), object: 'realtime.session', ...(isObject(body.session) && body.session) },
    }),
};

/** Speaks the realtime API: text, and sound where the session or the response wants it. */
export function acceptRealtime(request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const model = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('model') ?? 'gpt-realtime';
  const server = new WebSocketServer({ noServer: true });
  server.handleUpgrade(request, socket, head, (webSocket) => converse(webSocket, model));
}

function converse(webSocket: WebSocket, model: string): void {
  const send = (event: Json) => webSocket.send(JSON.stringify({ event_id: newId('event_'), ...event }));
  let session: Json = {
    id: newId('sess_'),
    object: 'realtime.session',
    type: 'realtime',
    model,
    output_modalities: ['audio'],
  };
  const items: Json[] = [];

  const respond = (options: Json) => {
    const modalities = options.output_modalities ?? session.output_modalities;
    const isSpoken = Array.isArray(modalities) && modalities.includes('audio');
    const messages = items.map(({ role, content }) => ({
      role: textIn(role),
      text: objectsIn(content)
        .map(({ text, transcript }) => textIn(text ?? transcript))
        .join(' '),
    }));
    const { text } = say({ model, messages, toolResults: [], tools: [], toolChoice: undefined, wantsJson: false });
    const [responseId, itemId] = [newId('resp_'), newId('item_')];
    const at = { response_id: responseId, item_id: itemId, output_index: 0, content_index: 0 };
    const response = { id: responseId, object: 'realtime.response', status: 'in_progress', output: [] as Json[] };
    const content = isSpoken ? { type: 'output_audio', transcript: text } : { type: 'output_text', text };
    const item = {
      id: itemId,
      object: 'realtime.item',
      type: 'message',
      role: 'assistant',
      status: 'completed',
      content: [content],
    };
    send({ type: 'response.created', response });
    send({
      type: 'response.output_item.added',
      response_id: responseId,
      output_index: 0,
      item: { ...item, status: 'in_progress', content: [] },
    });
    send({ type: 'response.content_part.added', ...at, part: { type: isSpoken ? 'audio' : 'text' } });
    for (const delta of wordsOf(text)) {
      send({ type: isSpoken ? 'response.output_audio_transcript.delta' : 'response.output_text.delta', ...at, delta });
    }
    if (isSpoken) {
      send({ type: 'response.output_audio.delta', ...at, delta: tunePcm(text).toString('base64') });
      send({ type: 'response.output_audio.done', ...at });
      send({ type: 'response.output_audio_transcript.done', ...at, transcript: text });
    } else send({ type: 'response.output_text.done', ...at, text });
    send({ type: 'response.content_part.done', ...at, part: content });
    send({ type: 'response.output_item.done', response_id: responseId, output_index: 0, item });
    items.push(item);
    const usage = { total_tokens: 20 + tokensOf(text), input_tokens: 20, output_tokens: tokensOf(text) };
    send({ type: 'response.done', response: { ...response, status: 'completed', output: [item], usage } });
  };

  send({ type: 'session.created', session });
  webSocket.on('message', (data: Buffer) => {
    const event = JSON.parse(data.toString()) as Json;
    switch (event.type) {
      case 'session.update':
        session = { ...session, ...(isObject(event.session) && event.session) };
        send({ type: 'session.updated', session });
        break;
      case 'conversation.item.create': {
        const item = {
          id: newId('item_'),
          object: 'realtime.item',
          status: 'completed',
          ...(isObject(event.item) && event.item),
        };
        const previous = items.at(-1)?.id ?? null;
        items.push(item);
        send({ type: 'conversation.item.added', previous_item_id: previous, item });
        send({ type: 'conversation.item.done', previous_item_id: previous, item });
        break;
      }
      case 'response.create':
        respond(isObject(event.response) ? event.response : {});
        break;
      default: {
        const message = `Invalid value: '${textIn(event.type)}'.`;
        send({
          type: 'error',
          error: { type: 'invalid_request_error', code: 'invalid_value', message, param: 'type' },
        });
      }
    }
  });
}
