import type { RetryNotice } from '../../openai/transport.ts';
import type { AnswerPosition } from '../answerPosition.ts';
import type { Tool } from '../tool.ts';
import type { SentHostedTools, SentParameters } from './requestParameters.ts';
import type { ImageData, ServerCall, ServerCallStatus } from '../serverCall.ts';
import type { Citation, ContentFilter, MessagePhase, TokenLogprob, Transcript, Usage } from '../transcript.ts';

export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/** One request to a model, in no wire format. */
export interface ModelRequest {
  model: string;
  instructions: string;
  transcript: Transcript;
  tools: readonly Pick<Tool, 'name' | 'description' | 'parameters' | 'strict'>[];
  /** The model must call one of the tools. */
  mustCall?: boolean;
  effort?: ReasoningEffort;
  parameters?: SentParameters;
  /** Those that run at the server. */
  hostedTools?: SentHostedTools;
  /** Lets the server give the answer also without a connection; it stores it for that. */
  background?: boolean;
  /** Stable for a conversation: routes requests with the same prefix to the same cache. */
  cacheKey?: string;
}

/**
 * What a model answers, in no wire format. Text deltas that arrive together are one event. With `reached`, the answer can
 * be gone on with after this event.
 */
export type ModelEvent = { reached?: AnswerPosition } &
  /** The server has begun an answer that can be gone on with. */
  (
    | { type: 'begun'; reached: AnswerPosition }
    /** A new message begins: text that follows is not part of the one before. */
    | { type: 'message'; phase?: MessagePhase }
    | { type: 'text'; delta: string }
    | { type: 'refusal'; delta: string }
    | { type: 'reasoning'; delta: string }
    | { type: 'reasoningDone'; providerId?: string; encryptedContent?: string }
    /** Of the message that is under way. */
    | { type: 'citation'; citation: Citation }
    | { type: 'logprobs'; tokens: readonly TokenLogprob[] }
    /** A piece of the sound of the message, base64; what is said comes as text. */
    | { type: 'audio'; mediaType: string; data: string; id?: string; expiresAt?: number }
    /** More of another answer to the same request; `index` counts from 1. */
    | { type: 'alternative'; index: number; delta: string; refusal?: boolean }
    | { type: 'toolCall'; callId: string; name: string; custom?: boolean }
    /** An MCP server asks for leave to run a tool. Answered as a tool call is. */
    | { type: 'approvalRequest'; callId: string; server: string; name: string; arguments: string }
    | { type: 'arguments'; callId: string; delta: string }
    /** What is known of a call of the server's own tools. It replaces what was said of it before. */
    | { type: 'serverCall'; id: string; status: ServerCallStatus; call: ServerCall; input?: string }
    /** More of its code or of its arguments. */
    | { type: 'serverCallInput'; id: string; delta: string }
    | { type: 'partialImage'; id: string; image: ImageData }
    /** The last event of every stream that ended as the API says it must. */
    | {
        type: 'done';
        finish: 'stop' | 'toolCalls' | 'incomplete';
        incompleteReason?: string;
        usage?: Usage;
        filters?: readonly ContentFilter[];
      }
  );

/** Two wire formats behind one function. Throws `OpenAIError`; rethrows `signal.reason` when aborted. */
export type ModelStream = (
  request: ModelRequest,
  options: {
    signal: AbortSignal;
    /** Retries after a first attempt that fails; the client's own number unless said. */
    maxRetries?: number;
    /** From the last byte sent to the first of the answer; the client's own limit unless said. */
    timeoutMs?: number;
    onRetry?: (notice: RetryNotice) => void;
    /** Told what the model would refuse and was not sent, a sentence each. */
    onDropped?: (sentences: readonly string[]) => void;
    /** Nothing is sent: what is read is the rest of this answer. Throws `AnswerLost` where the server has none. */
    goOnAfter?: AnswerPosition;
  },
) => AsyncIterable<ModelEvent>;
