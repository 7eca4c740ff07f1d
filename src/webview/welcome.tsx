import type { ChatAction } from '../protocol/chat.ts';
import { useHost } from './host.ts';
import { Icon } from './icon.tsx';

const firstSteps: readonly { action: ChatAction; label: string }[] = [
  { action: 'setApiKey', label: 'Set API Key' },
  { action: 'useLocalServer', label: 'Use a Local or Custom Server' },
  { action: 'openWalkthrough', label: 'Get Started' },
];

/** Before the first request can be made. */
export function Welcome() {
  const host = useHost();
  return (
    <section class="welcome" aria-label="Welcome">
      <span class="welcomeMark">
        <Icon name="comment-discussion" />
      </span>
      <h1>Chat on your own key</h1>
      <p>Bring a key for OpenAI or any compatible server. It stays in VS Code's secret storage.</p>
      <div class="welcomeActions">
        {firstSteps.map(({ action, label }, index) => (
          <vscode-button
            key={action}
            secondary={index > 0}
            onClick={() => host.attempt(host.call('runAction', { action }))}
          >
            {label}
          </vscode-button>
        ))}
      </div>
    </section>
  );
}

const starters: readonly { icon: string; text: string }[] = [
  { icon: 'book', text: 'Explain what this project does and how it is laid out.' },
  { icon: 'bug', text: 'Look at the problems in the open file and fix them.' },
  { icon: 'beaker', text: 'Write tests for the selected code.' },
];

/** An empty conversation. */
export function Starters({ onPick }: { onPick: (text: string) => void }) {
  return (
    <section class="welcome" aria-label="Starters">
      <span class="welcomeMark">
        <Icon name="comment-discussion" />
      </span>
      <h1>What can I do for you?</h1>
      <div class="welcomeActions">
        {starters.map(({ icon, text }) => (
          <button type="button" class="starter" key={text} onClick={() => onPick(text)}>
            <Icon name={icon} />
            {text}
          </button>
        ))}
      </div>
      <p class="fine">Attach code with the buttons below, by pasting an image, or by dropping files.</p>
    </section>
  );
}
