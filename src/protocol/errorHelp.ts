import type { ResultItem } from '../agent/transcript.ts';
import type { ChatAction } from './chat.ts';

export type ErrorInfo = NonNullable<ResultItem['error']>;

export type ErrorAction = ChatAction | 'retry';

export interface ErrorHelp {
  /** What happened, in a few words without a full stop. */
  title: string;
  /** The server's words and what to do next. */
  text: string;
  /** The likeliest next step first. */
  actions: readonly ErrorAction[];
}

interface Entry {
  title: string;
  advice?: string;
  actions: readonly ErrorAction[];
}

const entries: Record<ErrorInfo['kind'], Entry> = {
  // Nothing was sent.
  settings: {
    title: 'A setting is wrong',
    advice: 'Correct it in the settings.',
    actions: ['switchProfile', 'openSettings'],
  },
  auth: {
    title: 'The key was not accepted',
    advice: 'Set a key that is valid for this server.',
    actions: ['setApiKey', 'switchProfile'],
  },
  permission: {
    title: 'The key is not allowed to do this',
    advice: 'Choose a model that it may use, or set another key.',
    actions: ['selectModel', 'setApiKey', 'switchProfile'],
  },
  notFound: {
    title: 'The server does not know this model or address',
    advice: 'Choose a model that the server lists, or check the base URL of the profile.',
    actions: ['selectModel', 'switchProfile'],
  },
  invalidRequest: {
    title: 'The server refused the request',
    advice: 'Another model may take it.',
    actions: ['selectModel', 'showLog'],
  },
  rateLimit: { title: 'Too many requests', actions: ['retry', 'selectModel'] },
  quota: {
    title: 'The quota is used up',
    advice: 'Add credit at the provider, or use another key or server.',
    actions: ['switchProfile', 'setApiKey', 'retry'],
  },
  server: { title: 'The server failed', advice: 'Try again in a moment.', actions: ['retry', 'showLog'] },
  network: {
    title: 'The connection failed',
    advice: 'Check that the server runs, and your proxy and certificate settings.',
    actions: ['retry', 'switchProfile', 'showLog'],
  },
  timeout: {
    title: 'The server took too long',
    advice: 'Try again, or allow more time in the settings parley.request.',
    actions: ['retry', 'showLog'],
  },
  protocol: {
    title: 'The answer was not understood',
    advice: 'Check that the base URL of the profile is that of an OpenAI-compatible API.',
    actions: ['retry', 'switchProfile', 'showLog'],
  },
  contentFilter: {
    title: 'The content filter stopped the answer',
    advice: 'Say it in other words.',
    actions: ['retry', 'selectModel'],
  },
};

const missingKey: Entry = {
  title: 'There is no key',
  advice: 'Set one that is valid for this server.',
  actions: entries.auth.actions,
};

/** What to tell people about an error and what to offer them. */
export function errorHelp({ kind, message, code }: ErrorInfo): ErrorHelp {
  const { title, advice, actions } = code === 'missing_api_key' ? missingKey : entries[kind];
  return { title, text: [sentence(message), advice].filter(Boolean).join(' '), actions };
}

/** With a full stop, unless it has its end already. */
export function sentence(message: string): string {
  const text = message.trim();
  return text === '' || /[.!?…]$/.test(text) ? text : `${text}.`;
}
