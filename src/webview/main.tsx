import '@vscode/codicons/dist/codicon.css';
import { render } from 'preact';
import type { ChatEvents } from '../protocol/chat.ts';
import { App } from './app.tsx';
import './elements.ts';
import { HostContext, openHost } from './host.ts';
import { initialState, reduce, type Update } from './state.ts';
import './styles/shared.css';
import './styles/base.css';
import './styles/code.css';
import './styles/composer.css';
import './styles/conversations.css';
import './styles/find.css';
import './styles/items.css';
import './styles/parameters.css';
import './styles/todo.css';
import './styles/markdown.css';
import './styles/answers.css';
import './styles/tree.css';
import './audio/audioPlayer.css';

const root = document.querySelector('#root') ?? document.body;
let state = initialState;
let frame: number | undefined;

/** Each drawing of streaming text costs a layout and a paint; 20 a second read as smoothly as 60. */
const drawEveryMs = 40;
let drawnAt = 0;

/** Updates count at once and are drawn in the next frame, those of a turn together with what follows closely. */
function update(change: Update): void {
  state = reduce(state, change);
  if (change.type !== 'turn') drawnAt = 0;
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
forward('mode');
forward('beside');
forward('parameters');
forward('editParameters');
forward('conversations');
forward('title');
forward('instructions');
forward('restored');
forward('compose');
forward('reveal');
forward('find');
forward('toggleConversations');
forward('searchConversations');

host.attempt(
  host.call('ready').then(({ view, viewId, ...payload }) => {
    host.begin(viewId, view);
    update({ type: 'snapshot', payload });
  }),
);
