import { createDispatcher } from '../openai/dispatcher.ts';
import { exchange, type Exchange } from '../openai/exchange.ts';
import { imageType, type ImageType } from './imageType.ts';
import { dispatcherOptions, type HttpSettings } from './network.ts';
import { assertPublicHost, lookupPublic } from './publicAddress.ts';

const LARGEST_MIB = 25;
const TIMEOUT_MS = 30_000;

export interface DownloadedImage {
  kind: 'image';
  mimeType: ImageType;
  base64: string;
}

/**
 * An image that an answer names. Fetched without a key, over https from the internet or from the server that answered, and
 * from nowhere else: neither by a redirect nor by a name of a local address. Rejects with a sentence, an `OpenAIError` of
 * the connection, or `signal.reason`.
 */
export async function downloadImage(
  address: string,
  options: { serverOrigin: string; http: HttpSettings; signal: AbortSignal },
): Promise<DownloadedImage> {
  const { serverOrigin, http, signal } = options;
  if (!URL.canParse(address)) throw new Error('Its address is no URL.');
  const { origin, protocol, hostname, pathname, search } = new URL(address);
  const isOwn = origin === serverOrigin;
  if (protocol !== 'https:' && !isOwn) throw new Error('Its address does not begin with https://.');
  if (!isOwn) await assertPublicHost(hostname);
  const network = dispatcherOptions(http, process.env);
  const dispatcher = createDispatcher({ ...network, ...(!isOwn && { lookup: lookupPublic }) });
  try {
    const request = {
      origin,
      path: pathname + search,
      method: 'GET',
      headers: { accept: 'image/png, image/jpeg, image/webp, image/gif', 'user-agent': 'node' },
      body: null,
    } as const;
    const limits = { signal, firstByteTimeoutMs: TIMEOUT_MS, idleTimeoutMs: TIMEOUT_MS };
    return imageOf(await bytesOf(await exchange(dispatcher, request, limits)));
  } finally {
    await dispatcher.destroy();
  }
}

async function bytesOf({ status, body }: Exchange): Promise<Uint8Array> {
  if (status >= 300 && status < 400) throw new Error('The server redirects to another address, which is not followed.');
  if (status !== 200) throw new Error(`The server answered ${status}.`);
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.length;
    if (sizeBytes > LARGEST_MIB * 1024 * 1024) throw new Error(`It is larger than ${LARGEST_MIB} MB.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function imageOf(bytes: Uint8Array): DownloadedImage {
  const mimeType = imageType(bytes);
  if (!mimeType) throw new Error('What is there is no PNG, JPEG, WebP or GIF.');
  return { kind: 'image', mimeType, base64: Buffer.from(bytes).toString('base64') };
}
