import { randomBytes } from 'node:crypto';
import { OpenAIError } from '../errors.ts';
import type { AttemptObserver } from '../observe.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import { closeError, isNormalEnd } from './closeError.ts';
import { acceptOf, WebSocket, type WebSocketOptions } from './webSocket.ts';

/** What to speak with: a model, a session that only transcribes, or a call that is under way. */
export type RealtimeTarget =
  | { model: string; intent?: undefined; callID?: undefined }
  | { intent: 'transcription'; model?: undefined; callID?: undefined }
  | { callID: string; model?: undefined; intent?: undefined };

/**
 * Opens a WebSocket with the client's own headers, key, proxy and certificates; the key is never in the address. Rejects
 * with an `OpenAIError`, that of the server's answer where it refuses, or with `signal.reason`.
 */
export async function openWebSocket(
  transport: Transport,
  target: RealtimeTarget,
  options: RequestOptions,
  webSocketOptions: WebSocketOptions,
): Promise<WebSocket> {
  const key = randomBytes(16).toString('base64');
  const { headers, socket, observer } = await transport.upgrade(
    {
      method: 'GET',
      path: '/realtime',
      query: queryOf(target),
      headers: { 'sec-websocket-key': key, 'sec-websocket-version': '13' },
      upgrade: 'websocket',
    },
    options,
  );
  if (headers['sec-websocket-accept'] !== acceptOf(key)) {
    socket.destroy();
    const message = 'The server did not answer as a WebSocket server does.';
    const error = new OpenAIError({ kind: 'protocol', message });
    observer?.onEnd(error);
    throw error;
  }
  if (options.signal?.aborted) {
    socket.destroy();
    observer?.onEnd(options.signal.reason);
    throw options.signal.reason;
  }
  return new WebSocket(socket, observer ? observed(webSocketOptions, observer) : webSocketOptions);
}

function observed(options: WebSocketOptions, observer: AttemptObserver): WebSocketOptions {
  return {
    ...options,
    onText: (text) => {
      observer.onFrame('received', text);
      options.onText(text);
    },
    onSend: (text) => observer.onFrame('sent', text),
    onEnd: (end) => {
      observer.onEnd(isNormalEnd(end) ? undefined : closeError(end));
      options.onEnd(end);
    },
  };
}

function queryOf({ model, intent, callID }: RealtimeTarget): Record<string, string> {
  const query = {
    ...(model !== undefined && { model }),
    ...(intent !== undefined && { intent }),
    ...(callID !== undefined && { call_id: callID }),
  };
  const [value, ...others] = Object.values(query);
  if (value && others.length === 0) return query;
  const message = 'A realtime connection needs exactly one of model, intent and callID.';
  throw new OpenAIError({ kind: 'invalidRequest', message });
}
