import type { ByteSource } from '../../../openai/body.ts';
import { EventStream, type StreamRules } from '../../../openai/sse.ts';
import { OpenAIError } from '../../../openai/errors.ts';
import { objectOf, objectsOf, textOf } from './json.ts';
import { mostAnswerBytes } from './readBytes.ts';

/** An event of any stream of the API. */
export interface StreamEvent {
  /** Its name on the wire, else the `type` within. */
  name: string;
  data: Record<string, unknown>;
}

const LAST = /^(response\.(completed|incomplete|failed)|transcript\.text\.done|speech\.audio\.done)$/;
const COMPLETE =
  /^(image_\w+\.completed|thread\.run\.(requires_action|completed|incomplete|failed|cancelled|expired))$/;
const KNOWN = /^(response|transcript|speech|image_generation|image_edit|thread)\./;

/** The events of an answer, those that arrived together in one array. Fails as the client's own streams do. */
export function eventsOf(
  response: Response,
  signal: AbortSignal,
  mostBytes = mostAnswerBytes,
): AsyncGenerator<readonly StreamEvent[], void> {
  const headers = Object.fromEntries(response.headers);
  return new EventStream(byteSource(response, mostBytes), anyRules(), { headers, signal }).batches();
}

/** Which stream it is shows with its first events. One that nobody knows may end at any time. */
function anyRules(): StreamRules<StreamEvent> {
  let known = false;
  let isResponse = false;
  return {
    eventOf: (data, name) => ({ name: name ?? textOf(objectOf(data).type) ?? '', data: objectOf(data) }),
    roleOf: ({ name, data }) => {
      const isChoices = Array.isArray(data.choices);
      known ||= isChoices || KNOWN.test(name);
      isResponse ||= name.startsWith('response.');
      if (LAST.test(name)) return 'last';
      if (COMPLETE.test(name) || !known) return 'complete';
      return isChoices && objectsOf(data.choices).some((choice) => choice.finish_reason) ? 'complete' : 'more';
    },
    get endsWithDone() {
      return !isResponse;
    },
  };
}

function byteSource({ body }: Response, mostBytes: number): ByteSource {
  const reader = body?.getReader();
  let sizeBytes = 0;
  const cancel = () => {
    // A stream that has failed has told its reader so.
    reader?.cancel().catch(() => undefined);
  };
  return {
    read: async () => {
      const { value } = ((await reader?.read()) ?? {}) as { value?: Uint8Array };
      sizeBytes += value?.length ?? 0;
      if (sizeBytes > mostBytes) {
        throw new OpenAIError({ kind: 'protocol', message: 'The stream is too long to be held, and was not read on.' });
      }
      return value && [value];
    },
    cancel,
    drain: cancel,
  };
}
