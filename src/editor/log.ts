import { inspect } from 'node:util';
import * as vscode from 'vscode';
import { redact } from './redact.ts';

type Write = (message: string, ...details: unknown[]) => void;

/** Parley's output channel. Whatever is written, no secret arrives there. */
export interface Log {
  trace: Write;
  debug: Write;
  info: Write;
  warn: Write;
  error: Write;
  /** Opens the channel. */
  show(): void;
  /** Keeps this text out of the log from now on. */
  redact(secret: string): void;
  /** All that is kept out. */
  readonly hidden: ReadonlySet<string>;
  dispose(): void;
}

const asText = (detail: unknown): string => (typeof detail === 'string' ? detail : inspect(detail, { depth: 4 }));

/** The channel itself is made with the first message. */
export function createLog(): Log {
  const secrets = new Set<string>();
  let channel: vscode.LogOutputChannel | undefined;
  const open = (): vscode.LogOutputChannel => (channel ??= vscode.window.createOutputChannel('Parley', { log: true }));
  const writer =
    (level: 'trace' | 'debug' | 'info' | 'warn' | 'error'): Write =>
    (message, ...details) =>
      open()[level](redact([message, ...details.map(asText)].join(' '), secrets));
  return {
    trace: writer('trace'),
    debug: writer('debug'),
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
    show: () => open().show(),
    redact: (secret) => void secrets.add(secret),
    hidden: secrets,
    dispose: () => channel?.dispose(),
  };
}
