import type { ErrorInfo } from '../openai/errors.ts';
import type { ApprovalRequest, ChangedFile } from './approval.ts';
import type { Answer, Question } from './question.ts';
import type { ServerCall, ServerCallStatus } from './serverCall.ts';

/** Text the user put beside a message: a selection or a whole file. Lines are 1-based and inclusive. */
export interface TextAttachment {
  kind: 'selection' | 'file';
  label: string;
  uri: string;
  languageId: string;
  startLine?: number;
  endLine?: number;
  text: string;
}

/** An image beside a message, base64 without the data URL prefix. */
export interface ImageAttachment {
  kind: 'image';
  label: string;
  mediaType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';
  data: string;
}

/** A recording beside a message, base64. */
export interface AudioAttachment {
  kind: 'audio';
  label: string;
  format: 'wav' | 'mp3';
  data: string;
}

export type Attachment = TextAttachment | ImageAttachment | AudioAttachment;

/** Tokens of one or more requests; `costUsd` only where the price of the model is known. */
export interface Usage {
  inputTokens: number;
  cachedTokens: number;
  /** Input tokens written to the cache, where the server says so: some models charge more for them. */
  cacheWriteTokens?: number;
  outputTokens: number;
  reasoningTokens: number;
  /** Of the tokens above, those of sound. */
  inputAudioTokens?: number;
  outputAudioTokens?: number;
  costUsd?: number;
  /** The server did not say it, at least not of each request: it is about so much. */
  estimated?: true;
}

interface ItemBase {
  id: string;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface UserItem extends ItemBase {
  type: 'user';
  text: string;
  attachments: readonly Attachment[];
  /** What held as it was sent, a line each: kept, so that what was sent once stays the same. */
  facts?: readonly string[];
}

export type StreamStatus = 'streaming' | 'complete' | 'incomplete' | 'cancelled' | 'failed' | 'interrupted';

/** Whether a message comments on the way or answers. Models that say it want it back. */
export type MessagePhase = 'commentary' | 'final_answer';

/** What an answer refers to. `start` and `end`: the passage of its text, in UTF-16 units; absent: no passage. */
export type Citation = { start?: number; end?: number } & (
  | { kind: 'url'; url: string; title: string }
  /** With `containerId` it was made by the code interpreter. */
  | { kind: 'file'; fileId: string; name: string; containerId?: string }
);

/** A token of an answer, the natural logarithm of its probability, and the same of what was likely in its place. */
export interface TokenLogprob {
  token: string;
  logprob: number;
  top: readonly (readonly [token: string, logprob: number])[];
}

export interface AnswerAudio {
  /** The server's; it stands for the audio in later requests until `expiresAt` (ms since the epoch). */
  id?: string;
  expiresAt?: number;
  mediaType: string;
  /** Base64. */
  data: string;
}

/** One of several answers to the same request. */
export interface Alternative {
  /** Markdown, or the transcript of `audio`. */
  text: string;
  /** True when `text` is the model's refusal. */
  refusal?: boolean;
  citations?: readonly Citation[];
  logprobs?: readonly TokenLogprob[];
  audio?: AnswerAudio;
}

export interface AssistantItem extends ItemBase, Alternative {
  type: 'assistant';
  phase?: MessagePhase;
  /** The conversation goes on from the item's own text, not from these; see `withAlternative`. */
  alternatives?: readonly Alternative[];
  status: StreamStatus;
}

export interface ReasoningItem extends ItemBase {
  type: 'reasoning';
  /** The summary, Markdown. */
  text: string;
  status: StreamStatus;
  /** The server's id and encrypted content, sent back with tool outputs. */
  providerId?: string;
  encryptedContent?: string;
  /** The model whose content it is: no other gets it back. */
  model?: string;
  durationMs?: number;
}

export type ToolCallStatus =
  'streaming' | 'awaitingApproval' | 'running' | 'succeeded' | 'failed' | 'denied' | 'cancelled';

export interface ToolCallItem extends ItemBase {
  type: 'toolCall';
  callId: string;
  name: string;
  /** The MCP server that asks the API for leave to run it: the API runs it, and gets a yes or a no. */
  server?: string;
  /** `arguments` is a text of the tool's own form, not JSON. */
  custom?: boolean;
  /** Calls of one model answer share it. Counts from 1 in each turn. */
  step?: number;
  /** JSON as the model wrote it; may be invalid. */
  arguments: string;
  status: ToolCallStatus;
  /** One line for people: "Read src/a.ts, lines 1–40". */
  title?: string;
  approval?: ApprovalRequest;
  /** The end of what a call that runs has printed so far. */
  progress?: string;
  /** What the model was told. */
  output?: string;
  /** What the model was shown with it. */
  images?: readonly ImageAttachment[];
  /** What it changed. */
  files?: readonly ChangedFile[];
  durationMs?: number;
}

/** A tool that the server ran by itself. */
export interface ServerCallItem extends ItemBase {
  type: 'serverCall';
  /** The server's. */
  providerId: string;
  /** The model whose call it is: no other gets it back as such. */
  model: string;
  status: ServerCallStatus;
  /** The code, or the arguments as JSON; empty where `call` says all. */
  input: string;
  call: ServerCall;
  durationMs?: number;
}

/** What the user was asked in the middle of a turn. No model gets it back: who asked tells the model. */
export interface QuestionItem extends ItemBase {
  type: 'question';
  question: Question;
  status: 'waiting' | 'answered' | 'cancelled';
  answer?: Answer;
}

export type TurnEnd =
  | 'complete'
  | 'incomplete'
  | 'cancelled'
  | 'stepLimit'
  | 'budget'
  | 'failed'
  /** The window closed. */
  | 'interrupted'
  /** The server did not have the rest of an answer any more that was to be gone on with. */
  | 'lost';

/** What a content filter said of the prompt or of the answer. */
export interface ContentFilter {
  of: 'prompt' | 'answer';
  /** The server's: `hate`, `jailbreak`. */
  category: string;
  /** It stopped something. */
  filtered: boolean;
  /** `safe`, `low`, `medium`, `high`. */
  severity?: string;
  detected?: boolean;
}

/** Closes a turn: the last item of every finished one. */
export interface ResultItem extends ItemBase {
  type: 'result';
  end: TurnEnd;
  model: string;
  durationMs: number;
  usage?: Usage;
  /** The same of each request, where there were several. */
  requests?: readonly Usage[];
  filters?: readonly ContentFilter[];
  /** There is a budget, but the model has no known price: nothing was counted. */
  unpriced?: boolean;
  /** Why an answer is incomplete, in the API's words: `max_output_tokens`, `content_filter`. */
  incompleteReason?: string;
  error?: ErrorInfo;
  /** What the model does not take and was not sent, a sentence each. */
  dropped?: readonly string[];
}

export type Item = UserItem | AssistantItem | ReasoningItem | ToolCallItem | ServerCallItem | QuestionItem | ResultItem;

/** A conversation as it is shown, stored and sent: plain JSON, oldest first. */
export type Transcript = readonly Item[];

/** The place of an item that is not at hand. */
export interface Absent {
  type: 'absent';
  id: string;
  /** How much text it shows, to guess its height by. */
  characters: number;
}

/** A transcript of which only some items are at hand, each place known by its id. */
export type Entries = readonly (Item | Absent)[];

/** All the text of the turn that the result with this id ends. */
export function answerBefore(transcript: Transcript, resultId: string): string {
  const end = transcript.findIndex(({ id }) => id === resultId);
  if (end < 0) throw new Error('This answer is not in the conversation any more.');
  const before = transcript.slice(0, end);
  return before
    .slice(before.findLastIndex(({ type }) => type === 'user') + 1)
    .flatMap((item) => (item.type === 'assistant' && item.text !== '' ? [item.text] : []))
    .join('\n\n');
}
