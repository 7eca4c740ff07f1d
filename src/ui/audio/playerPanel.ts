import * as vscode from 'vscode';
import type { PlayerEvents, PlayerMethods, Speech, SpeechAudio } from '../../protocol/player.ts';
import { emit, serve, type Port } from '../../protocol/rpc.ts';
import type { Parts } from '../parts.ts';
import { webviewHtml, webviewOptions } from '../webviewHtml.ts';

/** What speaks in the panel. */
export interface SpokenBy {
  /** Aborted by Stop, by closing the panel and by the next speech. */
  signal: AbortSignal;
  add(audio: SpeechAudio): void;
  /** Tells how far it is. */
  tell(status: string): void;
  /** Nothing more will come. */
  end(state: 'done' | 'stopped' | 'failed', status: string): void;
}

let open: PlayerPanel | undefined;

/** The panel beside the editor that plays speech as it arrives. There is one. */
export class PlayerPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #port: Port;
  #visible = true;
  #speech: Speech | undefined;
  #running: AbortController | undefined;
  #save: ((audio: readonly SpeechAudio[]) => Promise<void>) | undefined;

  /** The one that is open, else a new one. */
  static show(app: Pick<Parts, 'context' | 'log'>): PlayerPanel {
    open ??= new PlayerPanel(app);
    open.#panel.reveal(undefined, true);
    return open;
  }

  private constructor({ context: { extensionUri }, log }: Pick<Parts, 'context' | 'log'>) {
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    // Hidden it plays on.
    const options = { ...webviewOptions(extensionUri), retainContextWhenHidden: true };
    this.#panel = vscode.window.createWebviewPanel('parley.speech', 'Parley: Speech', column, options);
    const { webview } = this.#panel;
    this.#port = {
      postMessage: (message) => {
        if (this.#visible) void webview.postMessage(message);
      },
      onMessage: (listener) => {
        const subscription = webview.onDidReceiveMessage(listener);
        return () => void subscription.dispose();
      },
    };
    const handlers = {
      ready: () => this.#speech,
      stop: () => this.#running?.abort(),
      save: () => this.#save?.(this.#speech?.audio ?? []),
    };
    serve<PlayerMethods>(this.#port, handlers, (error, method) =>
      log.error(`The speech panel: ${method} failed.`, error),
    );
    this.#panel.onDidDispose(() => {
      this.#visible = false;
      open = undefined;
      this.#running?.abort();
    });
    webview.html = webviewHtml(webview, extensionUri, 'player');
  }

  /** Begins another speech; the one before it ends. `save` is given all audio that came. */
  begin(text: string, voice: string, save: (audio: readonly SpeechAudio[]) => Promise<void>): SpokenBy {
    this.#running?.abort();
    const controller = new AbortController();
    this.#running = controller;
    this.#save = save;
    const audio: SpeechAudio[] = [];
    const speech: Speech = { text, voice, state: 'running', status: 'Waiting for the first sound…', audio };
    this.#speech = speech;
    this.#emit('begin', speech);
    const change = (state: Speech['state'], status: string) => {
      if (this.#running !== controller) return;
      this.#speech = { ...speech, state, status };
      this.#emit('state', { state, status });
    };
    return {
      signal: controller.signal,
      add: (piece) => {
        if (controller.signal.aborted) return;
        audio.push(piece);
        this.#emit('audio', piece);
      },
      tell: (status) => change('running', status),
      end: change,
    };
  }

  #emit<K extends keyof PlayerEvents>(name: K, payload: PlayerEvents[K]): void {
    emit<PlayerEvents, K>(this.#port, name, payload);
  }
}
