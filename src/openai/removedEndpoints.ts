import { OpenAIError } from './errors.ts';

const ASSISTANTS =
  'Assistants were retired on api.openai.com on 26 August 2026 and are still served by Azure OpenAI and some compatible servers; elsewhere use the Responses API (POST /responses), with the instructions and tools of the assistant in a local profile.';

/**
 * What took the place of each removed endpoint, by its path below the base URL; the first that fits. The dates are those of
 * OpenAI's deprecations page, that of videos is on the page of its model sora-2; what took their place is from there and from
 * the reference texts. The realtime sessions were replaced when that API left its beta.
 */
const REPLACEMENTS: readonly (readonly [path: RegExp, sentence: string])[] = [
  [
    /^\/fine-tunes(\/|$)/,
    'Fine-tunes were removed on 4 January 2024: use fine-tuning jobs (POST /fine_tuning/jobs) instead.',
  ],
  [/^\/edits$/, 'Edits were removed on 4 January 2024: use chat completions (POST /chat/completions) instead.'],
  [
    /^\/(engines\/[^/]+\/)?(search|answers|classifications)$/,
    'Search, answers and classifications were removed on 3 December 2022: use embeddings (POST /embeddings) and vector stores (POST /vector_stores) instead.',
  ],
  [
    /^\/engines\/[^/]+\/(completions|edits)$/,
    'Engines were removed: use chat completions (POST /chat/completions) with the model in the body instead.',
  ],
  [
    /^\/engines\/[^/]+\/embeddings$/,
    'Engines were removed: use embeddings (POST /embeddings) with the model in the body instead.',
  ],
  [/^\/engines(\/|$)/, 'Engines were removed: use models (GET /models) instead.'],
  [
    /^\/(assistants\/[^/]+|threads\/[^/]+\/messages\/[^/]+)\/files(\/|$)/,
    'Files of assistants and messages were removed with the first version of assistants: use vector stores (POST /vector_stores) and the attachments of messages instead.',
  ],
  [/^\/(assistants|threads)(\/|$)/, ASSISTANTS],
  [
    /^\/videos(\/|$)/,
    'Videos were shut down on api.openai.com on 24 September 2026, and nothing there took their place; some compatible servers still make them.',
  ],
  [
    /^\/realtime\/(transcription_)?sessions$/,
    'Realtime sessions belonged to the beta of the realtime API: use client secrets (POST /realtime/client_secrets) instead.',
  ],
];

const GONE_STATUSES = [404, 405, 410, 501];

/** What a server says that has dropped an endpoint, whatever its status. */
const SAYS_GONE =
  /\b(deprecated|retired|sunset|discontinued|decommissioned|no longer (supported|available|offered)|(been )?(removed|shut down))\b/i;

const OBJECT = '(assistant|thread|message|run|step|file|engine|model|deployment|vector store|fine-?tune|session|video)';

/** What a server says that has the endpoint and misses something else: "No assistant found with id 'asst_1'." */
const MISSES_OBJECT = new RegExp(
  `\\b(no|unknown|invalid) (run )?${OBJECT}\\b|\\b${OBJECT}\\b.*(\\bnot|n't) (be )?(found|exists?)\\b`,
  'i',
);

/** What servers say of a path that they do not have, though it may look like an object that they miss. */
const MISSES_PATH = /\b(invalid url|cannot (get|post|delete)|does not have \/)/i;

/**
 * The same error, ending with a sentence that names what replaced the endpoint, where a server does not have it and it was
 * removed from the API. `path` is the one below the base URL.
 */
export function withReplacement(error: OpenAIError, path: string): OpenAIError {
  const sentence = isGone(error) ? replacementOf(path) : undefined;
  if (sentence === undefined) return error;
  const said = error.message.trimEnd();
  const message = `${said}${/[.!?…]$/.test(said) ? '' : '.'} ${sentence}`;
  return new OpenAIError({ ...error.toJSON(), message }, { cause: error });
}

/** What took the place of a removed endpoint, by its path below the base URL: a sentence, or undefined for one that is there. */
export function replacementOf(path: string): string | undefined {
  // Some base URLs end before the version.
  const below = path.replace(/^\/v\d+(?=\/)/, '').replace(/\/$/, '');
  return REPLACEMENTS.find(([pattern]) => pattern.test(below))?.[1];
}

function isGone({ status = 0, code, message }: OpenAIError): boolean {
  // A model that is gone says nothing of the endpoint.
  if (code === 'model_not_found' || /\bthe model\b/i.test(message)) return false;
  if (status >= 400 && status < 500 && SAYS_GONE.test(message)) return true;
  return GONE_STATUSES.includes(status) && (MISSES_PATH.test(message) || !MISSES_OBJECT.test(message));
}
