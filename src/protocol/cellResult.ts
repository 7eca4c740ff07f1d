import type { Usage } from '../agent/transcript.ts';
import type { ChatAction } from './chat.ts';
import type { ErrorInfo } from './errorHelp.ts';

/** The type of a cell's output, which the notebook's renderer draws: a `CellResult` as JSON. */
export const resultMime = 'application/vnd.parley.result+json';

/** What a request of a notebook has brought so far. Plain JSON, from the extension to the renderer; holds no secret. */
export interface CellResult {
  /** `POST`, `/chat/completions`: as it was sent, without its query. */
  request: { method: string; path: string };
  state: 'running' | 'done' | 'failed' | 'cancelled';
  /** Of the answer; absent before there is one. */
  status?: number;
  /** `x-request-id`: what OpenAI's support asks for. */
  requestId?: string;
  /** From sending the request to the end of the answer. */
  durationMs?: number;
  /** From sending the request to the first text, tool call, image or sound of the answer. */
  firstTokenMs?: number;
  usage?: Usage;
  /** Length of the sound that was made or heard, where the server bills by it. */
  audioSeconds?: number;
  cost?: Cost;
  /** Sentences: what was left out of the request because its model does not take it. */
  notes: readonly string[];
  /** What to show, most important first. The same part keeps its place while it grows. */
  parts: readonly ResultPart[];
}

export interface Cost {
  usd: number;
  /** What it was reckoned from: `1 image, 1024x1024, hd`. */
  basis: string;
}

export type ResultPart =
  | TextPart
  | ToolCallPart
  | ImagePart
  | AudioPart
  | EmbeddingsPart
  | ModerationPart
  | TablePart
  | PlotPart
  | ProgressPart
  | ErrorPart
  | JsonPart;

/** Text of the answer. `answer` and `reasoning` are Markdown; `plain` is shown as it is: a transcript, subtitles, JSONL. */
export interface TextPart {
  kind: 'text';
  role: 'answer' | 'reasoning' | 'refusal' | 'plain';
  /** Where there are several: `Choice 2`, `speech.srt`. */
  label?: string;
  text: string;
  /** True while more of it may come. */
  streaming?: boolean;
  citations?: readonly Citation[];
}

/** A source of the answer, numbered from 1 in the order of the text. */
export interface Citation {
  title: string;
  /** http or https, or absent for a file. */
  url?: string;
}

/** A call of a function or a built-in tool. */
export interface ToolCallPart {
  kind: 'toolCall';
  name: string;
  /** `function`, `web_search`, `code_interpreter` … */
  type: string;
  /** JSON as the model wrote it, or what the tool was given. */
  arguments: string;
  output?: string;
  status?: string;
}

export interface ImagePart {
  kind: 'image';
  mimeType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';
  base64: string;
  /** The prompt as the model revised it, or what the image is. */
  caption?: string;
  /** True for a partial image, while the next ones come. */
  partial?: boolean;
}

export interface AudioPart {
  kind: 'audio';
  /** `audio/mpeg`, `audio/wav`, `audio/L16;rate=24000` for raw samples, … */
  mimeType: string;
  base64: string;
  transcript?: string;
}

export interface EmbeddingsPart {
  kind: 'embeddings';
  items: readonly EmbeddingItem[];
  /** Cosine similarities, a row per item; absent for a single one. */
  similarity?: readonly (readonly number[])[];
}

export interface EmbeddingItem {
  /** Beginning of the text that was embedded, or `Input 3`. */
  label: string;
  dimensions: number;
  /** Euclidean length. */
  norm: number;
  /** The first numbers of the vector. */
  head: readonly number[];
}

export interface ModerationPart {
  kind: 'moderation';
  label?: string;
  flagged: boolean;
  /** Highest score first; scores are from 0 to 1. */
  categories: readonly { name: string; score: number; flagged: boolean }[];
}

export type CellValue = string | number | boolean | null;

export interface TablePart {
  kind: 'table';
  label?: string;
  columns: readonly string[];
  rows: readonly (readonly CellValue[])[];
  /** Said below it: `There are more: add ?after=… to the path.` */
  note?: string;
}

/** Lines over a common axis: the loss of a fine-tuning job by its steps. */
export interface PlotPart {
  kind: 'plot';
  label: string;
  xLabel: string;
  series: readonly { name: string; points: readonly (readonly [x: number, y: number])[] }[];
}

/** Of a long operation that is followed. */
export interface ProgressPart {
  kind: 'progress';
  /** `batch_1: in_progress`. */
  label: string;
  /** From 0 to 1; absent where the server does not say. */
  fraction?: number;
  /** What the server has said, oldest first. */
  events: readonly { at?: number; text: string }[];
}

/** What failed and the next step, in the words of `errorHelp`; `error` is absent where nothing was sent. */
export interface ErrorPart {
  kind: 'error';
  title: string;
  text: string;
  actions: readonly ChatAction[];
  error?: ErrorInfo;
}

/** What the server sent, folded. Long strings within are shortened. */
export interface JsonPart {
  kind: 'json';
  label: string;
  value: unknown;
  /** Default true: folded until the reader opens it. */
  folded?: boolean;
}

/** What the renderer asks of the extension. */
export type RendererRequest =
  | { type: 'save'; part: ImagePart | AudioPart }
  | { type: 'openLink'; url: string }
  | { type: 'action'; action: ChatAction };
