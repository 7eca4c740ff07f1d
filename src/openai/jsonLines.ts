import { isObject } from './isObject.ts';

/** One line of a JSONL file: the object in it, or what is wrong with it. */
export interface JsonLine {
  /** 1 for the first. */
  line: number;
  /** Where it begins in the file. */
  offsetBytes: number;
  /** Without its line break. */
  sizeBytes: number;
  value?: Record<string, unknown>;
  fault?: string;
}

/** What is wrong in a file. Without a line it is the file as a whole. */
export interface LineFault {
  line?: number;
  message: string;
}

const LONGEST_LINE_BYTES = 32 * 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * The lines of a JSONL file, one object each, as they are read: never more than one line in memory, and of a line that is
 * longer than `longestLineBytes` nothing. A line break at the end of the file begins no line.
 */
export async function* jsonLines(
  chunks: AsyncIterable<Uint8Array>,
  longestLineBytes = LONGEST_LINE_BYTES,
): AsyncGenerator<JsonLine, void, undefined> {
  let parts: Uint8Array[] = [];
  let sizeBytes = 0;
  let line = 1;
  let offsetBytes = 0;
  const take = (part: Uint8Array) => {
    sizeBytes += part.length;
    if (sizeBytes > longestLineBytes) parts = [];
    else parts.push(part);
  };
  const finish = (): JsonLine => {
    const content =
      sizeBytes > longestLineBytes
        ? { fault: `The line is longer than ${longestLineBytes} bytes.` }
        : parseLine(Buffer.concat(parts));
    const finished = { line, offsetBytes, sizeBytes, ...content };
    offsetBytes += sizeBytes + 1;
    parts = [];
    sizeBytes = 0;
    line++;
    return finished;
  };

  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      take(chunk.subarray(from, at));
      yield finish();
      from = at + 1;
    }
    if (from < chunk.length) take(chunk.subarray(from));
  }
  if (sizeBytes > 0) yield finish();
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parseLine(bytes: Uint8Array): { value: Record<string, unknown> } | { fault: string } {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { fault: 'The line is not UTF-8.' };
  }
  if (text.startsWith('\ufeff')) return { fault: 'The line begins with a byte order mark: save the file without it.' };
  if (text.trim() === '') return { fault: 'The line is empty.' };
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { value } : { fault: 'The line is no JSON object.' };
  } catch (error) {
    return { fault: `The line is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}
