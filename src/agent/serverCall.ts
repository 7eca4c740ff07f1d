/** An image as data; base64 without the data URL prefix. */
export interface ImageData {
  mediaType: string;
  data: string;
}

export interface FileHit {
  name: string;
  fileId?: string;
  /** From 0 to 1. */
  score?: number;
  text?: string;
}

export type CodeOutput = { type: 'logs'; text: string } | { type: 'image'; url: string };

export interface ServerTool {
  name: string;
  description?: string;
  inputSchema: unknown;
}

/** What the server did by itself for an answer. What the model wrote for it is the `input` of its item. */
export type ServerCall =
  | { kind: 'webSearch'; queries: readonly string[]; sources: readonly string[] }
  | { kind: 'openPage'; url: string }
  | { kind: 'findInPage'; url: string; pattern: string }
  | { kind: 'fileSearch'; queries: readonly string[]; hits: readonly FileHit[] }
  | { kind: 'codeInterpreter'; containerId: string; outputs: readonly CodeOutput[] }
  | { kind: 'imageGeneration'; prompt?: string; image?: ImageData; error?: string }
  | { kind: 'mcpTools'; server: string; tools: readonly ServerTool[]; error?: string }
  | { kind: 'mcpCall'; server: string; name: string; output?: string; error?: string; approvalRequestId?: string }
  /** A kind that this program does not know, by its name on the wire. */
  | { kind: 'unsupported'; type: string };

export type ServerCallStatus = 'running' | 'succeeded' | 'failed' | 'cancelled';
