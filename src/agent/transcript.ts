import type { ErrorInfo } from '../openai/errors.ts';
import type { ApprovalRequest, ChangedFile } from './approval.ts';
import type { Answer, Question } from './question.ts';

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

export type Attachment = TextAttachment | ImageAttachment;

/** Tokens of one or more requests; `costUsd` only where the price of the model is known. */
export interface Usage {
  inputTokens: number;
  cachedTokens: number;
  /** Input tokens written to the cache, where the server says so: some models charge more for them. */
  cacheWriteTokens?: number;
  outputTokens: number;
  reasoningTokens: number;
  costUsd?: number;
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

export interface AssistantItem extends ItemBase {
  type: 'assistant';
  text: string;
  /** True when `text` is the model's refusal. */
  refusal?: boolean;
  phase?: MessagePhase;
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

/** What the user was asked in the middle of a turn. No model gets it back: who asked tells the model. */
export interface QuestionItem extends ItemBase {
  type: 'question';
  question: Question;
  status: 'waiting' | 'answered' | 'cancelled';
  answer?: Answer;
}

export type TurnEnd = 'complete' | 'incomplete' | 'cancelled' | 'stepLimit' | 'budget' | 'failed' | 'interrupted';

/** Closes a turn: the last item of every finished one. */
export interface ResultItem extends ItemBase {
  type: 'result';
  end: TurnEnd;
  model: string;
  durationMs: number;
  usage?: Usage;
  /** There is a budget, but the model has no known price: nothing was counted. */
  unpriced?: boolean;
  /** Why an answer is incomplete, in the API's words: `max_output_tokens`, `content_filter`. */
  incompleteReason?: string;
  error?: ErrorInfo;
  /** What the model does not take and was not sent, a sentence each. */
  dropped?: readonly string[];
}

export type Item = UserItem | AssistantItem | ReasoningItem | ToolCallItem | QuestionItem | ResultItem;

/** A conversation as it is shown, stored and sent: plain JSON, oldest first. */
export type Transcript = readonly Item[];
