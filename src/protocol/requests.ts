/** A request of the list: one attempt. */
export interface RequestRow {
  id: number;
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** 1 for the first. */
  attempt: number;
  /** `Chat: Fix the parser`. */
  feature: string;
  method: string;
  /** Below the base URL. */
  path: string;
  /** Host, and port where it is not the usual one. */
  server: string;
  model?: string;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  status?: number;
  /** Why it failed. */
  problem?: string;
  /** To the first part of the answer that says something, from the beginning. */
  firstTokenMs?: number;
  durationMs?: number;
  inputTokens?: number;
  outputTokens?: number;
  /** By OpenAI's price list. */
  costUsd?: number;
  /** The server's. */
  requestId?: string;
}

export type HeaderLine = readonly [name: string, value: string];

/** A body as it can be shown. */
export interface ShownBody {
  text: string;
  /** `application/json`; empty where it was not said. */
  type: string;
  /** Of the body. */
  bytes: number;
  /** Bytes that are not in `text`. */
  leftOut: number;
}

export interface ShownEvent {
  /** From the beginning of the request, in milliseconds. */
  atMs: number;
  direction?: 'sent' | 'received';
  name: string;
  data: string;
}

/** What went over the wire, without secrets. */
export interface RequestDetails {
  id: number;
  url: string;
  requestHeaders: readonly HeaderLine[];
  /** Of a form, a line a part: files by name, type and size. */
  request?: ShownBody;
  answerHeaders: readonly HeaderLine[];
  /** Absent where the answer comes in events. */
  answer?: ShownBody;
  /** How many events there are; `events` gives them in pieces. */
  eventCount: number;
}

export interface RequestsState {
  /** Nothing is noted. */
  paused: boolean;
  /** The requests are written to a file as well. */
  recording: boolean;
  /** What answers in place of a server, where a fixture is replayed. */
  replaying?: string;
}

export type CopyFormat = 'curl' | 'typescript' | 'python';

/** How many events one answer of `events` holds at most. */
export const eventsAtOnce = 200;

/** What the panel asks of the extension. */
export interface RequestsMethods {
  /** Answered with all rows, the oldest first. */
  ready: () => { rows: readonly RequestRow[]; state: RequestsState };
  /** Undefined where it is gone. */
  details: (id: number) => RequestDetails | undefined;
  /** At most `eventsAtOnce`, from this index on. */
  events: (params: { id: number; from: number }) => readonly ShownEvent[];
  copyAs: (params: { id: number; format: CopyFormat }) => void;
  saveAsCell: (id: number) => void;
  resend: (id: number) => void;
  /** Asks with which other. */
  compare: (id: number) => void;
  clear: () => void;
  pause: (paused: boolean) => void;
  record: (recording: boolean) => void;
  exportSession: () => void;
  replay: () => void;
  stopReplay: () => void;
}

/** What the extension tells the panel. */
export interface RequestsEvents {
  rows: { changed: readonly RequestRow[]; removed: readonly number[] };
  state: RequestsState;
}
