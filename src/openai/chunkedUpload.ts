import type { FilePurpose } from 'openai/resources/files';
import type { PartCreateParams, UploadPart } from 'openai/resources/uploads/parts';
import type { Upload, UploadCompleteParams, UploadCreateParams } from 'openai/resources/uploads/uploads';
import { OpenAIError } from './errors.ts';
import { inParallel } from './inParallel.ts';
import type { RequestOptions } from './transport.ts';

/** The methods of `client.uploads` that an upload in parts is made of. */
export interface UploadCalls {
  create(body: UploadCreateParams, options?: RequestOptions): PromiseLike<Upload>;
  cancel(uploadID: string, options?: RequestOptions): PromiseLike<Upload>;
  complete(uploadID: string, body: UploadCompleteParams, options?: RequestOptions): PromiseLike<Upload>;
  parts: { create(uploadID: string, body: PartCreateParams, options?: RequestOptions): PromiseLike<UploadPart> };
}

/** How far an upload came: what is needed to go on with it. Plain JSON. */
export interface UploadState {
  upload_id: string;
  part_size: number;
  /** The id of each part, in the order of the file; null where it is missing. */
  part_ids: readonly (string | null)[];
  /** Seconds since 1970: the server forgets the parts then. */
  expires_at: number;
}

export interface ChunkedUploadParams {
  file: Blob;
  purpose: FilePurpose;
  /** Default: the file's name. */
  filename?: string;
  /** Default: the file's type. */
  mime_type?: string;
  /** Checked: an upload of another size than is announced fails at its end. */
  bytes?: number;
  /** The server compares it. */
  md5?: string;
  expires_after?: UploadCreateParams.ExpiresAfter;
  /** Bytes. Default 64 MiB, the most OpenAI takes. */
  part_size?: number;
  /** Goes on with what failed: the `state` of its error. */
  resume?: UploadState | undefined;
}

/** An upload that can go on: the parts that arrived are kept at the server. */
export class UploadInterrupted extends OpenAIError {
  readonly state: UploadState;

  constructor(cause: OpenAIError, state: UploadState) {
    const done = state.part_ids.filter((id) => id !== null).length;
    const until = new Date(state.expires_at * 1_000).toISOString();
    const kept = `${done} of ${state.part_ids.length} parts have arrived and are kept until ${until}.`;
    super({ ...cause.toJSON(), message: `${cause.message} ${kept}` }, { cause });
    this.state = state;
  }
}

const PART_BYTES = 64 * 1024 * 1024;
const PARALLEL_PARTS = 4;

/**
 * A file in parts, as the official Python SDK's method of this name: four at a time, each read from the file while it is
 * sent. Progress counts the bytes of the file. Rejects with an `UploadInterrupted` where it can be resumed, an `OpenAIError`
 * where it cannot, and `signal.reason` after telling the server to drop the upload.
 */
export async function uploadFileChunked(
  api: UploadCalls,
  params: ChunkedUploadParams,
  options: RequestOptions = {},
): Promise<Upload> {
  const { onUploadProgress, ...requestOptions } = options;
  const { file, md5, resume, part_size: partBytes = resume?.part_size ?? PART_BYTES } = params;
  const parts = partsOf(params, partBytes);
  const { id, expires_at } = resume
    ? { id: resume.upload_id, expires_at: resume.expires_at }
    : await api.create(creation(params), requestOptions);
  const partIds: (string | null)[] = parts.map((_part, index) => resume?.part_ids[index] ?? null);
  const sentBytes = parts.map((part, index) => (partIds[index] === null ? 0 : part.size));

  const tell = (index: number, bytes: number) => {
    // A retry of a part begins again; what was said of the whole stays said.
    sentBytes[index] = Math.max(sentBytes[index] ?? 0, bytes);
    onUploadProgress?.({ sentBytes: sentBytes.reduce((sum, sent) => sum + sent, 0), totalBytes: file.size });
  };
  // The first failure ends the other parts.
  const ending = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, ending.signal]) : ending.signal;
  const sendPart = async (index: number, part: Blob) => {
    const sent = await api.parts.create(
      id,
      { data: new File([part], 'part') },
      {
        ...requestOptions,
        signal,
        onUploadProgress: (progress) => tell(index, Math.min(progress.sentBytes, part.size)),
      },
    );
    partIds[index] = sent.id;
    tell(index, part.size);
  };

  try {
    const missing = [...parts.entries()].filter(([index]) => partIds[index] === null);
    await inParallel(missing, PARALLEL_PARTS, async ([index, part]) => {
      try {
        await sendPart(index, part);
      } catch (error) {
        ending.abort(error);
        throw error;
      }
    });
    const part_ids = partIds.filter((partId) => partId !== null);
    return await api.complete(id, { part_ids, ...(md5 !== undefined && { md5 }) }, requestOptions);
  } catch (error) {
    if (options.signal?.aborted) await drop(api, id, requestOptions);
    options.signal?.throwIfAborted();
    if (!(error instanceof OpenAIError)) throw error;
    if (Date.now() >= expires_at * 1_000) throw expired(error, expires_at);
    throw new UploadInterrupted(error, { upload_id: id, part_size: partBytes, part_ids: partIds, expires_at });
  }
}

function partsOf({ file, bytes, resume }: ChunkedUploadParams, partBytes: number): Blob[] {
  const refuse = (message: string) => new OpenAIError({ kind: 'invalidRequest', message });
  if (file.size === 0) throw refuse('An empty file cannot be uploaded.');
  if (bytes !== undefined && bytes !== file.size) throw refuse(`The file has ${file.size} bytes and not ${bytes}.`);
  if (!Number.isInteger(partBytes) || partBytes < 1) throw refuse(`A part cannot have ${partBytes} bytes.`);
  const parts = Array.from({ length: Math.ceil(file.size / partBytes) }, (_part, index) =>
    file.slice(index * partBytes, (index + 1) * partBytes),
  );
  if (resume && (resume.part_size !== partBytes || resume.part_ids.length !== parts.length)) {
    throw refuse('The upload to go on with was made of another file, or of parts of another size.');
  }
  return parts;
}

function creation({ file, purpose, filename, mime_type, expires_after }: ChunkedUploadParams): UploadCreateParams {
  const { name = 'unknown_file' } = file as { name?: string };
  return {
    purpose,
    filename: filename ?? name,
    bytes: file.size,
    mime_type: mime_type ?? (file.type === '' ? 'application/octet-stream' : file.type),
    ...(expires_after && { expires_after }),
  };
}

async function drop(api: UploadCalls, id: string, options: RequestOptions): Promise<void> {
  try {
    await api.cancel(id, { ...options, signal: undefined, maxRetries: 0 });
  } catch (error) {
    // The user cancelled and need not hear it: an upload nobody completes expires by itself.
    if (!(error instanceof OpenAIError)) throw error;
  }
}

function expired(cause: OpenAIError, expiresAt: number): OpenAIError {
  const message = `The upload expired at ${new Date(expiresAt * 1_000).toISOString()} and has to begin again. ${cause.message}`;
  return new OpenAIError({ ...cause.toJSON(), message }, { cause });
}
