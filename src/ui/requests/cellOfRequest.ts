import type { CurlRequest } from '../notebook/curl/readCurl.ts';
import { writeCell, type Servers } from '../notebook/curl/writeCell.ts';
import type { RecordedRequest } from './recordedRequest.ts';

/** What the client sends by itself: a cell that is run sends it again. */
const OWN_HEADERS =
  /^(accept|accept-encoding|user-agent|openai-organization|openai-project|content-type|content-length)$/i;

/** A request as the text of a notebook cell, and what is to be filled in. Throws a sentence for one that no cell can hold. */
export function cellOfRequest(
  { sent, requestBody, requestLeftOut }: RecordedRequest,
  servers: Servers,
): { text: string; notes: readonly string[] } {
  if (sent.upgrade) throw new Error('A cell holds a request of HTTP. This was a WebSocket.');
  if (requestLeftOut > 0) throw new Error('The body of this request was too large to be kept whole.');
  const url = new URL(sent.url);
  // The profile adds its own.
  url.searchParams.delete('api-version');
  const request: CurlRequest = {
    method: sent.method,
    url: url.href,
    headers: Object.entries(sent.headers)
      .filter(([name]) => !OWN_HEADERS.test(name))
      .map(([name, value]) => ({ name, value })),
    ...bodyOf(requestBody),
    notes: [],
  };
  return writeCell(request, servers);
}

function bodyOf(body: RecordedRequest['requestBody']): Pick<CurlRequest, 'body'> {
  if (body === undefined) return {};
  if (typeof body === 'string') return { body: { kind: 'text', text: body } };
  return {
    body: {
      kind: 'form',
      fields: body.map((part) =>
        'value' in part
          ? { name: part.name, value: part.value, isFile: false }
          : { name: part.name, value: part.fileName, isFile: true },
      ),
    },
  };
}
