import type { RealtimeErrorEvent } from 'openai/resources/realtime/realtime';
import { OpenAIError, type ErrorKind } from '../errors.ts';
import { eventError } from '../responseError.ts';
import type { WebSocketEnd } from './webSocket.ts';

/** RFC 6455 section 7.4.1, and the 3000s as IANA has them registered. */
const MEANINGS: Partial<Record<number, [ErrorKind, string]>> = {
  1002: ['protocol', 'one side broke the WebSocket protocol'],
  1003: ['protocol', 'a kind of data came that was not expected'],
  1007: ['protocol', 'a message was not valid text'],
  1008: ['permission', 'a message was against the policy of the server'],
  1009: ['invalidRequest', 'a message was too large'],
  1011: ['server', 'the server failed'],
  1012: ['server', 'the server restarts'],
  1013: ['server', 'the server is overloaded'],
  1014: ['server', 'a gateway got no valid answer'],
  3000: ['auth', 'the key was not accepted'],
  3003: ['permission', 'the key may not do this'],
  3008: ['timeout', 'the server waited too long'],
};

/** Going away, broken, failed, restarting, overloaded, gateway: another connection may work. */
const PASSING: readonly number[] = [1001, 1006, 1011, 1012, 1013, 1014];

/** True where the conversation ended as it should: nobody reports a fault. */
export function isNormalEnd({ code }: WebSocketEnd): boolean {
  return code === 1000 || code === 1005;
}

export function isPassingEnd({ code }: WebSocketEnd): boolean {
  return PASSING.includes(code);
}

/** Why a connection ended, by its close code and the last `error` event before it, which tells more. */
export function closeError({ code, reason, cause }: WebSocketEnd, said?: RealtimeErrorEvent): OpenAIError {
  if (said) return eventError(said.error);
  const [kind, meaning] = MEANINGS[code] ?? ['network', 'it broke'];
  const codeInReason = /^[a-z_]+\.([a-z_]+)$/.exec(reason)?.[1];
  const kindByReason = codeInReason === undefined ? undefined : eventError({ code: codeInReason }).kind;
  const details = code === 1006 ? (cause?.message ?? '') : [String(code), reason].filter(Boolean).join(': ');
  return new OpenAIError(
    {
      kind: kindByReason ?? (code >= 4000 ? 'server' : kind),
      message: `The realtime connection ended: ${code >= 4000 ? 'the server closed it' : meaning}${details && ` (${details})`}.`,
      code: codeInReason ?? String(code),
    },
    { cause },
  );
}
