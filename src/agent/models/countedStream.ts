import type { Usage } from '../transcript.ts';
import { estimateUsage } from './estimateUsage.ts';
import type { ModelRequest, ModelStream } from './modelStream.ts';

/**
 * The same stream; `onUsed` is told what each request has used. An answer that is cancelled, breaks off or ends without the
 * server's figures is paid too: it counts about what it has come to. Not one in the background, which may be gone on with.
 */
export const countedStream = (
  stream: ModelStream,
  onUsed: (usage: Usage, request: ModelRequest) => void,
): ModelStream =>
  async function* (request, options) {
    const { signal } = options;
    signal.throwIfAborted();
    let said = '';
    let hasBegun = false;
    let usage: Usage | undefined;
    try {
      for await (const event of stream(request, options)) {
        hasBegun = true;
        if ('delta' in event) said += event.delta;
        if (event.type === 'done') usage = event.usage;
        yield event;
      }
    } finally {
      if (usage) onUsed(usage, request);
      else if ((hasBegun || signal.aborted) && !request.background) onUsed(estimateUsage(request, said), request);
    }
  };
