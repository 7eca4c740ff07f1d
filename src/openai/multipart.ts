import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Uploadable } from 'openai/uploads';
import { bracketed } from './brackets.ts';
import { OpenAIError } from './errors.ts';
import type { SentPart } from './observe.ts';

/** The body of a request as it goes out. */
export interface RequestBody {
  contentType: string;
  /** Undefined where a part does not know its size: the body is sent in chunks then. */
  contentLength?: number;
  /** True where the body can be sent again: a stream is used up by the first attempt. */
  repeatable: boolean;
  content: string | (() => AsyncIterable<Uint8Array>);
  /** What a form is made of. */
  parts?: readonly SentPart[];
}

interface Part {
  described: SentPart;
  head: Uint8Array;
  content: Uint8Array | FileContent;
}

interface FileContent {
  bytes?: number;
  repeatable: boolean;
  read(): AsyncIterable<Uint8Array>;
}

type BytesLike = string | ArrayBuffer | ArrayBufferView | Blob;

const CRLF = Buffer.from('\r\n');

/**
 * Fields and files as `multipart/form-data`, read while they are sent. Arrays become `name[]`, objects `name[key]`, as in
 * the official SDK; undefined is left out. Throws an `OpenAIError` for a value that a form cannot hold.
 */
export function multipartBody(fields: object): RequestBody {
  const boundary = `parley-${randomUUID()}`;
  const parts = [...bracketed(fields, isFile)].map(([name, value]) => partOf(name, value, boundary));
  const end = Buffer.from(`--${boundary}--\r\n`);
  const sizes = parts.map(({ head, content }) => {
    const bytes = content instanceof Uint8Array ? content.length : content.bytes;
    return bytes === undefined ? NaN : head.length + bytes + CRLF.length;
  });
  const contentLength = sizes.reduce((sum, bytes) => sum + bytes, end.length);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    ...(!Number.isNaN(contentLength) && { contentLength }),
    parts: parts.map(({ described }) => described),
    repeatable: parts.every(({ content }) => content instanceof Uint8Array || content.repeatable),
    content: async function* () {
      for (const { head, content } of parts) {
        yield head;
        if (content instanceof Uint8Array) yield content;
        else yield* content.read();
        yield CRLF;
      }
      yield end;
    },
  };
}

function partOf(name: string, value: unknown, boundary: string): Part {
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escape(name)}"`;
  if (typeof value === 'object' && value !== null && isFile(value)) {
    const type = typeOf(value).replace(/[^\x20-\x7e]/g, '');
    const file = `; filename="${escape(fileNameOf(value))}"\r\nContent-Type: ${type}`;
    const content = contentOf(value);
    const described = { name, fileName: fileNameOf(value), type };
    return {
      described: content.bytes === undefined ? described : { ...described, bytes: content.bytes },
      head: Buffer.from(`${head}${file}\r\n\r\n`),
      content,
    };
  }
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new OpenAIError({ kind: 'invalidRequest', message: `"${name}" is ${String(value)}: a form cannot hold it.` });
  }
  return {
    described: { name, value: String(value) },
    head: Buffer.from(`${head}\r\n\r\n`),
    content: Buffer.from(String(value)),
  };
}

/** As browsers write names into a form: what would end the name is encoded (WHATWG HTML, multipart/form-data). */
function escape(name: string): string {
  return name.replace(/["\\\p{Cc}]/gu, encodeURIComponent);
}

const isFile = (value: object): value is Uploadable =>
  value instanceof Blob || value instanceof Response || Symbol.asyncIterator in value || isStreamingFile(value);

type StreamingFile = Extract<Uploadable, { data: unknown }>;

/** What the official SDK's `toStreamingFile` makes. */
const isStreamingFile = (value: object): value is StreamingFile => 'data' in value && 'name' in value;

/** The last segment of the name, path or address a file has. */
function fileNameOf(file: Uploadable): string {
  const { name, path, url } = file as { name?: string; path?: { toString(): string }; url?: string };
  const address = url !== undefined && URL.canParse(url) ? new URL(url).pathname : undefined;
  const last = (name ?? path?.toString() ?? address ?? '').split(/[\\/]/).at(-1);
  return last === undefined || /^\.{0,2}$/.test(last) ? 'unknown_file' : last;
}

function typeOf(file: Uploadable): string {
  const type = file instanceof Response ? file.headers.get('content-type') : (file as { type?: string }).type;
  return type === undefined || type === null || type === '' ? 'application/octet-stream' : type;
}

function contentOf(file: Uploadable): FileContent {
  // It may fail while nobody reads it yet; who reads it then is told.
  if (file instanceof Readable) file.on('error', () => undefined);
  const read = (source: Parameters<typeof bytesOf>[0]) => () => checked(bytesOf(source), file);
  if (file instanceof Blob) return { bytes: file.size, repeatable: true, read: read(file) };
  if (file instanceof Response) return { repeatable: false, read: read(file.body ?? new Blob([])) };
  return { repeatable: false, read: read(isStreamingFile(file) ? file.data : file) };
}

/** What cannot be read, or is less than was announced, is the caller's fault and not the network's. */
async function* checked(content: AsyncIterable<Uint8Array>, file: Uploadable): AsyncGenerator<Uint8Array> {
  let readBytes = 0;
  try {
    for await (const chunk of content) {
      readBytes += chunk.length;
      yield chunk;
    }
  } catch (cause) {
    throw unreadable(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (file instanceof Blob && readBytes !== file.size) throw unreadable(file, 'It changed while it was sent.');
}

function unreadable(file: Uploadable, reason: string, cause?: unknown): OpenAIError {
  const message = `The file "${fileNameOf(file)}" cannot be read: ${reason}`;
  return new OpenAIError({ kind: 'invalidRequest', message }, { cause });
}

async function* bytesOf(source: BytesLike | AsyncIterable<BytesLike> | ReadableStream): AsyncGenerator<Uint8Array> {
  if (typeof source === 'string') yield Buffer.from(source);
  else if (source instanceof ArrayBuffer) yield new Uint8Array(source);
  else if (ArrayBuffer.isView(source)) yield new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  else if (source instanceof Blob) yield* source.stream() as unknown as AsyncIterable<Uint8Array>;
  else for await (const chunk of source as AsyncIterable<BytesLike>) yield* bytesOf(chunk);
}
