import { soleError, unexpectedBody } from '../../../openai/responseError.ts';
import { isObject } from '../../../openai/isObject.ts';
import type { Answer, ReadOptions, Sent } from './answer.ts';
import { describeBytes, describeText } from './describeFile.ts';
import { describeImages, describePictures, isImages } from './images.ts';
import { describeValue } from './describeValue.ts';
import { fewParts } from './fewParts.ts';
import { finish } from './finish.ts';
import { readBytes } from './readBytes.ts';
import { readStream } from './readStream.ts';
import { sentence } from './textPart.ts';

export type { Answer, ReadOptions, Sent } from './answer.ts';

const JSON_TYPE = /^(application\/json|[^;]*\+json)\b/;
const TEXT_TYPE = /^(text\/|application\/(x-subrip|x-ndjson|jsonl|sdp|yaml|xml))/;

/**
 * Reads an answer to its end and says what is in it: by its content type, by the path that was asked and by the shape of its
 * JSON. Rejects with an `OpenAIError` for an answer that is none, an error within it, or one that is cut off, after what had
 * come was given to `onParts`; with `signal.reason` when aborted.
 */
export async function readAnswer(response: Response, sent: Sent, options: ReadOptions): Promise<Answer> {
  const { onGrowing } = options;
  const answer = await read(response, sent, {
    ...options,
    onParts: (parts, firstTokenMs) => options.onParts(fewParts(parts), firstTokenMs),
    ...(onGrowing && { onGrowing: (parts, firstTokenMs) => onGrowing(() => fewParts(parts()), firstTokenMs) }),
  });
  return { ...answer, parts: fewParts(answer.parts) };
}

async function read(response: Response, sent: Sent, options: ReadOptions): Promise<Answer> {
  const type = (response.headers.get('content-type') ?? '').toLowerCase();
  if (type.startsWith('text/event-stream')) return readStream(response, sent, options);
  const bytes = await readBytes(response, options);
  if (bytes.length === 0) return { parts: [sentence('Done. The answer has no content.')], value: {} };
  const isFile = /\/(content|speech)$/.test(sent.path);
  if (JSON_TYPE.test(type) || (!isFile && looksLikeJson(bytes))) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    const value = parse(text);
    if (value !== undefined) return describeJson(value.json, sent, options, response);
    if (isFile) return describeText(text, sent);
    throw unexpectedBody('JSON', text, Object.fromEntries(response.headers));
  }
  if (type.startsWith('text/html') && !isFile) {
    throw unexpectedBody(
      'an answer of the API',
      Buffer.from(bytes).toString('utf8'),
      Object.fromEntries(response.headers),
    );
  }
  if (TEXT_TYPE.test(type)) return describeText(Buffer.from(bytes).toString('utf8'), sent);
  return describeBytes(bytes, type, sent);
}

async function describeJson(json: unknown, sent: Sent, options: ReadOptions, { headers }: Response): Promise<Answer> {
  const error = isObject(json) && soleError(json, Object.fromEntries(headers));
  if (error) throw error;
  const said = isImages(json, sent) ? await describeImages(json, sent, options) : describeValue(json, sent);
  return finish(json, [...said, ...(await describePictures(json, options))], sent);
}

/** `undefined` for what is no JSON. */
function parse(text: string): { json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return undefined; // The caller knows what else it may be.
  }
}

function looksLikeJson(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1').trimStart();
  return /^[{[]/.test(head) && parse(Buffer.from(bytes).toString('utf8')) !== undefined;
}
