import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, lstat, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface DownloadProgress {
  receivedBytes: number;
  /** Undefined where the server does not say. */
  totalBytes?: number;
}

export interface DownloadOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Default false: what is there stays, and the download fails. */
  overwrite?: boolean;
}

/**
 * Writes the body of a response to a file and resolves with its size in bytes. The file is there whole or not at all: it
 * is written beside under another name. A link at `path` is replaced, never followed. Rejects with `signal.reason`, the
 * request's `OpenAIError`, or an error of the file system (code EEXIST where the file exists already).
 */
export async function saveTo(
  response: Response | PromiseLike<Response>,
  path: string,
  { signal, onProgress, overwrite = false }: DownloadOptions = {},
): Promise<number> {
  const { body, headers } = await response;
  const temporary = join(dirname(path), `.${randomUUID()}.part`);
  const length = headers.get('content-length');
  const total = length === null ? {} : { totalBytes: Number(length) };
  let receivedBytes = 0;
  async function* counted(chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      yield chunk;
      receivedBytes += chunk.length;
      onProgress?.({ receivedBytes, ...total });
    }
  }
  const source = body === null ? Readable.from([]) : Readable.fromWeb(body);
  try {
    signal?.throwIfAborted();
    if (!overwrite) await refuseExisting(path);
    await pipeline(source, counted, createWriteStream(temporary, { flags: 'wx' }), signal ? { signal } : {});
    await (overwrite ? rename(temporary, path) : moveToNew(temporary, path));
    return receivedBytes;
  } catch (error) {
    source.destroy();
    await rm(temporary, { force: true });
    signal?.throwIfAborted();
    throw error;
  }
}

async function refuseExisting(path: string): Promise<void> {
  const found = await lstat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (found) throw Object.assign(new Error(`${path} exists already.`), { code: 'EEXIST' });
}

/** A link fails where the name is taken, which a rename does not; not every file system has links. */
async function moveToNew(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EMLINK'].includes(codeOf(error))) throw error;
    await refuseExisting(to);
    await rename(from, to);
    return;
  }
  await rm(from);
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? '';
