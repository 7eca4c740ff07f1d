import '@vscode/codicons/dist/codicon.css';
import { render } from 'preact';
import type { ChatEvents } from '../protocol/chat.ts';
import { App } from './app.tsx';
import './elements.ts';
import { HostContext, openHost } from './host.ts';
import { initialState, reduce, type Update } from './state.ts';
import './styles/base.css';
import './styles/code.css';
import './styles/composer.css';
import './styles/items.css';
import './styles/markdown.css';

const root = document.querySelector('#root') ?? document.body;
let state = initialState;
let frame: number | undefined;

/** Nobody reads faster than 30 times a second, and each drawing of streaming text costs a layout. */
const drawEveryMs = 24;
let drawnAt = 0;

/** Updates count at once; what arrives between two drawings is drawn together. */
function update(change: Update): void {
  state = reduce(state, change);
  if (change.type === 'snapshot') host.saveConversation(change.payload.conversation.id);
  frame ??= requestAnimationFrame(draw);
}

function draw(now: number): void {
  if (now - drawnAt < drawEveryMs) {
    frame = requestAnimationFrame(draw);
    return;
  }
  frame = undefined;
  drawnAt = now;
  render(
    <HostContext.Provider value={host}>
      <App state={state} update={update} />
    </HostContext.Provider>,
    root,
  );
}

const host = openHost((message) => update({ type: 'failure', message }));

const forward = (type: keyof ChatEvents): void => {
  host.on(type, (payload) => update({ type, payload } as Update));
};
forward('snapshot');
forward('turn');
forward('account');
forward('model');
forward('conversations');
forward('title');
forward('compose');
forward('toggleConversations');

host.attempt(host.call('ready').then((payload) => update({ type: 'snapshot', payload })));
