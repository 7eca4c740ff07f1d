// The framing half of ws, which its types leave out: it works on any socket, and here the dispatcher opens that.
import type { Duplex, Writable } from 'node:stream';

declare module 'ws' {
  /** Frames in; emits `message`, `ping`, `pong`, `conclude` (a close frame) and `error`. */
  export class Receiver extends Writable {
    constructor(options: { isServer: boolean; maxPayload: number });
    on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): this;
    on(event: 'ping' | 'pong', listener: (data: Buffer) => void): this;
    on(event: 'conclude', listener: (code: number, reason: Buffer) => void): this;
    on(event: 'error', listener: (error: Error & { code?: string }) => void): this;
    on(event: 'drain', listener: () => void): this;
  }

  /** Frames out. */
  export class Sender {
    constructor(socket: Duplex);
    send(data: Buffer, options: { fin: boolean; binary: boolean; mask: boolean; compress: boolean }): void;
    ping(data: Buffer, mask: boolean): void;
    pong(data: Buffer, mask: boolean): void;
    close(code: number, reason: string, mask: boolean): void;
  }
}
