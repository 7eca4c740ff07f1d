import { render } from 'preact';
import type { PlayerEvents, PlayerMethods } from '../../protocol/player.ts';
import { connect } from '../../protocol/rpc.ts';
import { SpeechView } from './speechView.tsx';
import { openSpeech, type OpenSpeech } from './openSpeech.ts';
import '../audio/audioPlayer.css';
import './player.css';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const root = document.querySelector('#root') ?? document.body;
const vscode = acquireVsCodeApi();
const host = connect<PlayerMethods, PlayerEvents>({
  postMessage: (message) => vscode.postMessage(message),
  onMessage: (listener) => {
    const onMessage = (event: MessageEvent) => listener(event.data);
    addEventListener('message', onMessage);
    return () => removeEventListener('message', onMessage);
  },
});

let speech: OpenSpeech | undefined;
let failure: string | undefined;

function draw(): void {
  render(<SpeechView speech={speech} failure={failure} call={call} />, root);
}

function call(method: 'stop' | 'save'): void {
  failure = undefined;
  host.call(method).catch((error: unknown) => {
    failure = error instanceof Error ? error.message : String(error);
    draw();
  });
}

host.on('begin', (begun) => {
  speech?.playback.dispose();
  speech = openSpeech(begun, draw);
  speech.playback.play();
});
host.on('audio', (audio) => speech?.append(audio));
host.on('state', (state) => speech?.change(state));

draw();
void host.call('ready').then((begun) => {
  if (!begun || speech) return;
  speech = openSpeech(begun, draw);
  speech.playback.play();
});
