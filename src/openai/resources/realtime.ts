import { randomUUID } from 'node:crypto';
import type { SessionCreateParams, SessionCreateResponse } from 'openai/resources/beta/realtime/sessions';
import type {
  TranscriptionSession,
  TranscriptionSessionCreateParams,
} from 'openai/resources/beta/realtime/transcription-sessions';
import type {
  CallAcceptParams,
  CallCreateParams,
  CallReferParams,
  CallRejectParams,
} from 'openai/resources/realtime/calls';
import type { ClientSecretCreateParams, ClientSecretCreateResponse } from 'openai/resources/realtime/client-secrets';
import { path } from '../address.ts';
import type { RequestBody } from '../multipart.ts';
import type { RealtimeConnection, RealtimeOptions } from '../realtime/connection.ts';
import type { RealtimeTarget } from '../realtime/open.ts';
import type { RequestOptions, Transport } from '../transport.ts';

/** Sessions, over a WebSocket, and the calls and secrets for sessions of others over HTTP. */
export function realtime(transport: Transport) {
  return {
    /** Opens a session over a WebSocket, whose code is loaded by the first call. */
    connect: async (target: RealtimeTarget, options?: RealtimeOptions): Promise<RealtimeConnection> => {
      const { RealtimeConnection } = await import('../realtime/connection.ts');
      return RealtimeConnection.open(transport, target, options);
    },
    clientSecrets: {
      create: (body: ClientSecretCreateParams, options?: RequestOptions) =>
        transport.json<ClientSecretCreateResponse>({ method: 'POST', path: '/realtime/client_secrets', body }, options),
    },
    calls: calls(transport),
  };
}

const headers = { accept: '*/*' };

function calls(transport: Transport) {
  return {
    accept: (callID: string, body: CallAcceptParams, options?: RequestOptions) =>
      transport.empty({ method: 'POST', path: path`/realtime/calls/${callID}/accept`, body, headers }, options),
    hangup: (callID: string, options?: RequestOptions) =>
      transport.empty({ method: 'POST', path: path`/realtime/calls/${callID}/hangup`, headers }, options),
    refer: (callID: string, body: CallReferParams, options?: RequestOptions) =>
      transport.empty({ method: 'POST', path: path`/realtime/calls/${callID}/refer`, body, headers }, options),
    reject: (callID: string, body?: CallRejectParams | null, options?: RequestOptions) =>
      transport.empty(
        {
          method: 'POST',
          path: path`/realtime/calls/${callID}/reject`,
          body: body === undefined ? {} : (body ?? undefined),
          headers,
        },
        options,
      ),
    create: (body: CallCreateParams, options?: RequestOptions) =>
      transport.bytes(
        { method: 'POST', path: '/realtime/calls', raw: offer(body), headers: { accept: 'application/sdp' } },
        options,
      ),
  };
}

/** An SDP offer alone is sent as such; with a session it becomes a form whose parts have types and no file names. */
function offer({ sdp, session }: CallCreateParams): RequestBody {
  const type = 'application/sdp';
  if (!session) return { contentType: type, repeatable: true, content: sdp };
  const boundary = `parley-${randomUUID()}`;
  const part = (name: string, partType: string, content: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: ${partType}\r\n\r\n${content}\r\n`;
  const parts = part('sdp', type, sdp) + part('session', 'application/json', JSON.stringify(session));
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    repeatable: true,
    content: `${parts}--${boundary}--\r\n`,
  };
}

/** The endpoints of the time before `clientSecrets`, which replaced them. */
export function betaRealtime(transport: Transport) {
  const beta = { 'openai-beta': 'assistants=v2' };
  return {
    sessions: {
      create: (body: SessionCreateParams, options?: RequestOptions) =>
        transport.json<SessionCreateResponse>(
          { method: 'POST', path: '/realtime/sessions', body, headers: beta },
          options,
        ),
    },
    transcriptionSessions: {
      create: (body: TranscriptionSessionCreateParams, options?: RequestOptions) =>
        transport.json<TranscriptionSession>(
          { method: 'POST', path: '/realtime/transcription_sessions', body, headers: beta },
          options,
        ),
    },
  };
}
