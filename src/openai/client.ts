import { chatCompletions } from './resources/chatCompletions.ts';
import { models } from './resources/models.ts';
import { responses } from './resources/responses.ts';
import { Transport, type ClientOptions } from './transport.ts';

export type Client = ReturnType<typeof createClient>;

/** The OpenAI API, named as in the official SDK. Throws an `OpenAIError` for a base URL that is none. */
export function createClient(options: ClientOptions = {}) {
  const transport = new Transport(options);
  return {
    responses: responses(transport),
    chat: { completions: chatCompletions(transport) },
    models: models(transport),
  };
}
