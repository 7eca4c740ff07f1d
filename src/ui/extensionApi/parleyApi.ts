import type { CancellationToken, Event } from 'vscode';

// The whole API for other extensions. Copy this file into yours:
//   const parley = vscode.extensions.getExtension<ParleyExports>('parley.parley');
//   const api = (await parley?.activate())?.getAPI(1);

/** What the extension `parley.parley` exports. */
export interface ParleyExports {
  /**
   * The API, made for the extension whose code calls this. Throws a `ParleyError`: `notFound` for a version that there is
   * not, `permission` where the caller is no extension's code (call it yourself, not through another library's callback).
   */
  getAPI(version: 1): ParleyApi;
}

export interface ParleyApi {
  readonly version: 1;
  /** The chat models of the user's profiles. Asks the user nothing; empty while nothing is set up. */
  listModels(): Promise<readonly ParleyModelInfo[]>;
  /** `listModels` may have another answer now. */
  readonly onDidChangeModels: Event<void>;
  /**
   * Asks a model as the user, on the user's key. The first request asks the user for leave, with your `reason`; what they
   * allow is remembered, and they can take it back at any time. Nothing is sent before the first `next()`. Leaving the
   * loop, `return()` and the token end the request; a cancelled one throws VS Code's `CancellationError`, a failed one a
   * `ParleyError`.
   */
  sendRequest(request: ParleyRequest, token?: CancellationToken): AsyncIterableIterator<ParleyEvent>;
}

export interface ParleyModelInfo {
  /** For `ParleyRequest.model`. It names the profile too: models of two servers may have the same name. */
  readonly id: string;
  readonly name: string;
  /** The name the user has given to the server and the account. */
  readonly profile: string;
  /** In tokens. */
  readonly maxInputTokens: number;
  /** In tokens. */
  readonly maxOutputTokens: number;
  readonly images: boolean;
  readonly tools: boolean;
}

export interface ParleyRequest {
  /** Why the user is asked, in your own words: a sentence. The user sees its first 200 characters. */
  reason: string;
  /** An id of `listModels`; absent: the model that the user has chosen. */
  model?: string;
  messages: readonly ParleyMessage[];
  /** What the model is told before all messages. */
  instructions?: string;
  tools?: readonly ParleyTool[];
  /** `required`: the model must call a tool. Absent: `auto`. */
  toolMode?: 'auto' | 'required';
  /** At least 16. */
  maxOutputTokens?: number;
  /** 0 to 2. This and the next two are left out for models that do not take them. */
  temperature?: number;
  effort?: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max';
  verbosity?: 'low' | 'medium' | 'high';
}

export type ParleyMessage =
  /** Images are the bytes of PNG, JPEG, WebP or GIF files. */
  | { role: 'user'; text: string; images?: readonly Uint8Array[] }
  | { role: 'assistant'; text?: string; toolCalls?: readonly ParleyToolCall[] }
  /** What a call of an earlier assistant message gave. */
  | { role: 'tool'; callId: string; text: string };

export interface ParleyTool {
  /** Letters, digits, `_` and `-`, up to 64. */
  name: string;
  description: string;
  /** A JSON Schema of an object; absent: no parameters. */
  parameters?: object;
}

export interface ParleyToolCall {
  readonly callId: string;
  readonly name: string;
  readonly input: object;
}

export type ParleyEvent =
  /** More of the answer. */
  | { readonly type: 'text'; readonly text: string }
  /** For you to run: send its result with a `tool` message in the next request. */
  | ({ readonly type: 'toolCall' } & ParleyToolCall)
  /** The last event. `length`: the answer reached `maxOutputTokens` or the model's own limit, and has no tool calls. */
  | {
      readonly type: 'done';
      readonly finish: 'stop' | 'toolCalls' | 'length';
      readonly usage?: ParleyUsage;
      /** By OpenAI's list price; absent where that is not known. */
      readonly costUsd?: number;
    };

/** Tokens. The cached ones are among the input's, the reasoning ones among the output's. */
export interface ParleyUsage {
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

/** The message says what happened and what the user can do, in words for the user. */
export interface ParleyError extends Error {
  readonly code:
    /** A setting of the user's is wrong. */
    | 'settings'
    /** There is no key, or the server does not take it. */
    | 'auth'
    /** The user has not allowed it or takes it back, or the server does not allow it. */
    | 'permission'
    | 'notFound'
    | 'invalidRequest'
    | 'rateLimit'
    /** The server's quota or the user's budget for the day is used up. */
    | 'quota'
    | 'server'
    | 'network'
    | 'timeout'
    | 'protocol'
    | 'contentFilter'
    /** Something went wrong in Parley itself. */
    | 'internal';
  /** Milliseconds after which the server says to try again. */
  readonly retryAfterMs?: number;
}
