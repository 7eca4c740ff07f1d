import { isObject } from '../../../openai/isObject.ts';
import type { ResultPart } from '../../../protocol/cellResult.ts';
import { formatCount } from '../../../protocol/figures.ts';
import type { Answer, Sent } from './answer.ts';
import { audioPart, audioSeconds, audioType } from './audioPart.ts';
import { batchTable } from './batchTable.ts';
import { imageType } from '../../../editor/imageType.ts';
import { textOf, type Json } from './json.ts';
import { resultFilePlot } from './metrics.ts';
import { sentence, textParts } from './textPart.ts';

/** Bytes that are no JSON: sound, an image, text, or a sentence that says type and size. */
export function describeBytes(bytes: Uint8Array, type: string, sent: Sent): Answer {
  const [mediaType = ''] = type.split(';');
  if (mediaType.startsWith('audio/') || sent.path.endsWith('/audio/speech'))
    return describeSound(bytes, mediaType, sent);
  const image = imageType(bytes);
  const value = { type: mediaType, bytes: bytes.length };
  if (image) {
    return { parts: [{ kind: 'image', mimeType: image, base64: Buffer.from(bytes).toString('base64') }], value };
  }
  const text = utf8(bytes);
  if (text !== undefined) return describeText(text, sent);
  const size = `${formatCount(bytes.length)} bytes of ${mediaType === '' ? 'no stated type' : mediaType}`;
  return { parts: [sentence(`The answer is a file: ${size}.`)], value };
}

function describeSound(bytes: Uint8Array, mediaType: string, sent: Sent): Answer {
  const format = sent.body?.response_format;
  const asked = sent.path.endsWith('/audio/speech') ? (audioType(format ?? 'mp3') ?? 'audio/mpeg') : mediaType;
  // Raw samples have no name that servers agree on; whoever asked for them knows.
  const known = mediaType.startsWith('audio/') && format !== 'pcm' && mediaType !== 'audio/pcm' ? mediaType : asked;
  const mimeType = known === 'audio/pcm' ? (audioType('pcm') ?? known) : known;
  const seconds = audioSeconds(bytes, mimeType);
  const model = textOf(sent.body?.model);
  return {
    parts: [audioPart(bytes, mimeType)],
    value: { type: mimeType, bytes: bytes.length },
    ...(model !== undefined && { model }),
    ...(seconds !== undefined && { audioSeconds: seconds }),
  };
}

/** Text: results of a batch as a table, those of a fine-tuning job as a plot, all else as it is. */
export function describeText(text: string, { path, body }: Sent): Answer {
  const isTranscript = /\/audio\/(transcriptions|translations)$/.test(path);
  const format = textOf(body?.response_format);
  const label = isTranscript
    ? format === 'srt' || format === 'vtt'
      ? `Subtitles (${format})`
      : 'Transcript'
    : undefined;
  const whole = textParts({ role: 'plain', ...(label !== undefined && { label }), text });
  const model = isTranscript ? textOf(body?.model) : undefined;
  const found: ResultPart[] = label === undefined ? foundIn(text) : [];
  return { parts: [...found, ...whole], value: { text }, ...(model !== undefined && { model }) };
}

function foundIn(text: string): ResultPart[] {
  const plot = resultFilePlot(text);
  if (plot) return [plot];
  const lines = jsonLinesOf(text);
  const table = lines && batchTable(lines);
  return table ? [table] : [];
}

/** The objects of a JSONL file; undefined for a text with any other line. */
export function jsonLinesOf(text: string): Json[] | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  const lines: Json[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    try {
      const value: unknown = JSON.parse(line);
      if (!isObject(value)) return undefined;
      lines.push(value);
    } catch {
      return undefined; // It is shown as the text it is.
    }
  }
  return lines;
}

function utf8(bytes: Uint8Array): string | undefined {
  if (bytes.subarray(0, 4096).includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined; // Not text: the caller says what it is.
  }
}
