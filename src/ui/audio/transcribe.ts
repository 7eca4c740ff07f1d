import { callCost, type CallCost } from '../../agent/models/callCost.ts';
import { modelRules } from '../../agent/models/catalog.ts';
import { shapeRequest } from '../../agent/models/shapeRequest.ts';
import type { Client } from '../../openai/client.ts';
import { OpenAIError } from '../../openai/errors.ts';
import type { UploadProgress } from '../../openai/transport.ts';
import { readAnswer } from '../notebook/answer/readAnswer.ts';

export type TranscriptFormat = 'text' | 'srt' | 'vtt';
export type TranscriptTask = 'transcriptions' | 'translations';

export interface TranscriptRequest {
  task: TranscriptTask;
  model: string;
  file: File;
  format: TranscriptFormat;
  /** ISO 639-1; the model finds out where it is absent. Not for translations. */
  language?: string | undefined;
}

export interface Transcript {
  text: string;
  cost: CallCost | undefined;
  /** A sentence for each parameter the model does not take. */
  dropped: readonly string[];
}

export interface TranscriptOptions {
  signal: AbortSignal;
  onUploadProgress: (progress: UploadProgress) => void;
  /** Told all text that has come, while more does. */
  onText: (text: string) => void;
}

/** True where the model can answer in this format. Text is in the JSON of those that have nothing else. */
export function writes(model: string, format: TranscriptFormat): boolean {
  return format === 'text' || (modelRules(model)?.values.response_format?.takes(format) ?? true);
}

/** Writes down what is said in a file. Throws before sending a file that is too big. */
export async function transcribe(
  client: Client,
  { task, model, file, format, language }: TranscriptRequest,
  { signal, onUploadProgress, onText }: TranscriptOptions,
): Promise<Transcript> {
  const rules = modelRules(model);
  const streams = task === 'transcriptions' && format === 'text' && rules?.refuses.includes('stream') === false;
  const request = {
    model,
    // Besides the text, JSON has what the cost is reckoned from.
    response_format: format === 'text' ? 'json' : format,
    ...(language && { language }),
    ...(streams && { stream: true }),
  };
  const { body, dropped } = shapeRequest(task, { ...request, file });
  const path = `/audio/${task}`;
  const startedAt = performance.now();
  const response = await client.request({ method: 'POST', path, form: body }, { signal, onUploadProgress });
  const answer = await readAnswer(
    response,
    { method: 'POST', path, body: request, startedAt },
    {
      signal,
      onParts: (parts) => {
        const part = parts.find(({ kind }) => kind === 'text');
        if (part?.kind === 'text') onText(part.text);
      },
      loadImage: () => Promise.resolve(undefined),
    },
  );
  const { text } = answer.value as { text?: unknown };
  if (typeof text !== 'string') {
    throw new OpenAIError({ kind: 'protocol', message: 'The server answered without a text.' });
  }
  const { usage, audioSeconds = format === 'text' ? undefined : lastSecondOf(text) } = answer;
  const cost = callCost({
    path,
    request,
    answer: answer.value,
    model,
    ...(usage && { usage }),
    ...(audioSeconds !== undefined && { audioSeconds }),
  });
  return { text: text === '' || text.endsWith('\n') ? text : `${text}\n`, cost, dropped };
}

/** When the last subtitle ends: subtitles say nothing else of how long the sound was. */
function lastSecondOf(subtitles: string): number | undefined {
  const [, hours = '0', minutes, seconds] =
    [...subtitles.matchAll(/-->\s*(?:(\d+):)?(\d{2}):(\d{2}[.,]\d{1,3})/g)].at(-1) ?? [];
  if (minutes === undefined || seconds === undefined) return undefined;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds.replace(',', '.'));
}
