import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { createDispatcher } from '../../openai/dispatcher.ts';
import { exchange, type Exchange } from '../../openai/exchange.ts';
import { dispatcherOptions, type HttpSettings } from '../network.ts';
import { lookupPublic } from '../publicAddress.ts';

const largestMib = 5;
const largestBytes = largestMib * 1024 * 1024;
const timeoutMs = 30_000;
/** For all of it: a server may send a byte now and then for ever. */
const mostMs = 120_000;
const mostRedirects = 5;
const mostTypeCharacters = 80;

/** What an address has: its text, or that it is elsewhere, on a host that nobody has agreed to. */
export type Fetched =
  { kind: 'page'; url: URL; status: number; mediaType: string; text: string } | { kind: 'elsewhere'; url: string };

/**
 * Fetches text without cookies or keys. Redirects are followed to the same host only. Unless `isLocal`, nothing is
 * fetched from an address that is not public. Rejects with a sentence, an `OpenAIError` of the connection, or
 * `signal.reason`.
 */
export async function fetchPage(
  address: URL,
  options: { http: HttpSettings; isLocal: boolean; signal: AbortSignal; deadlineMs?: number },
): Promise<Fetched> {
  const { signal, deadlineMs = mostMs } = options;
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    return await fetchWhole(address, { ...options, signal: AbortSignal.any([signal, deadline]) });
  } catch (error) {
    if (signal.aborted || !deadline.aborted) throw error;
    throw new Error(`The server had not sent all of it after ${deadlineMs / 1000} seconds.`, { cause: error });
  }
}

async function fetchWhole(
  address: URL,
  { http, isLocal, signal }: { http: HttpSettings; isLocal: boolean; signal: AbortSignal },
): Promise<Fetched> {
  const network = dispatcherOptions(http, process.env);
  const dispatcher = createDispatcher({ ...network, ...(!isLocal && { lookup: lookupPublic }) });
  try {
    let url = address;
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      const { origin, pathname, search } = url;
      const answer = await exchange(
        dispatcher,
        {
          origin,
          path: pathname + search,
          method: 'GET',
          headers: {
            accept: 'text/html, text/*;q=0.9, application/json;q=0.9, */*;q=0.5',
            'accept-encoding': 'identity',
            'user-agent': 'Parley',
          },
          body: null,
        },
        { signal, firstByteTimeoutMs: timeoutMs, idleTimeoutMs: timeoutMs },
      );
      const { location } = answer.headers;
      if (answer.status < 300 || answer.status >= 400 || location === undefined) return await pageOf(url, answer);
      if (!URL.canParse(location, url.href)) throw new Error('The server redirects to what is no address.');
      const next = new URL(location, url);
      if (!isSameHost(url, next)) return { kind: 'elsewhere', url: next.href };
      url = next;
    }
    throw new Error(`The server redirects more than ${mostRedirects} times.`);
  } finally {
    await dispatcher.destroy();
  }
}

/** The same server, or its encrypted side. */
const isSameHost = (from: URL, to: URL): boolean =>
  from.origin === to.origin ||
  (from.hostname === to.hostname && from.protocol === 'http:' && to.protocol === 'https:' && !from.port && !to.port);

async function pageOf(url: URL, { status, headers, body }: Exchange): Promise<Fetched> {
  const [, mediaType = '', charset = 'utf-8'] =
    /^\s*([^;\s]*)(?:.*;\s*charset="?([\w-]+))?/i.exec(headers['content-type'] ?? '') ?? [];
  if (!/^$|^text\/|[/+](json|xml|javascript|yaml|toml|x-ndjson)$/i.test(mediaType))
    throw new Error(`What is there is no text but ${mediaType.slice(0, mostTypeCharacters)}.`);
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.length;
    if (sizeBytes > largestBytes) throw new Error(`What is there is larger than ${largestMib} MB.`);
    chunks.push(chunk);
  }
  const bytes = await decompress(Buffer.concat(chunks), headers['content-encoding']);
  return { kind: 'page', url, status, mediaType: mediaType.toLowerCase(), text: decode(bytes, charset) };
}

type Unpack = (
  bytes: Buffer,
  limits: { maxOutputLength: number },
  done: (error: Error | null, result: Buffer) => void,
) => void;

const unpackers: Readonly<Record<string, Unpack>> = { gzip: gunzip, deflate: inflate, br: brotliDecompress };

/** Some servers compress though they were asked not to. */
function decompress(bytes: Buffer, encoding = 'identity'): Promise<Uint8Array> {
  const unpack = unpackers[encoding.toLowerCase()];
  if (!unpack) return Promise.resolve(bytes);
  return new Promise((resolve, reject) => {
    unpack(bytes, { maxOutputLength: largestBytes }, (cause, result) => {
      if (cause) reject(new Error(`What is there is broken, or larger than ${largestMib} MB.`, { cause }));
      else resolve(result);
    });
  });
}

function decode(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes); // An encoding that nobody knows.
  }
}
