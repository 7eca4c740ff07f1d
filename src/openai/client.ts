import { generic } from './generic.ts';
import { batches } from './resources/batches.ts';
import { chatCompletions } from './resources/chatCompletions.ts';
import { completions } from './resources/completions.ts';
import { conversations } from './resources/conversations.ts';
import { embeddings } from './resources/embeddings.ts';
import { fineTuning } from './resources/fineTuning.ts';
import { models } from './resources/models.ts';
import { moderations } from './resources/moderations.ts';
import { responses } from './resources/responses.ts';
import { Transport, type ClientOptions } from './transport.ts';

export type Client = ReturnType<typeof createClient>;

/** The OpenAI API, named as in the official SDK. Throws an `OpenAIError` for a base URL that is none. */
export function createClient(options: ClientOptions = {}) {
  const transport = new Transport(options);
  return {
    ...generic(transport),
    /** What the server last said about the limits of each model. */
    rateLimits: transport.rateLimits,
    responses: responses(transport),
    chat: { completions: chatCompletions(transport) },
    conversations: conversations(transport),
    completions: completions(transport),
    embeddings: embeddings(transport),
    moderations: moderations(transport),
    fineTuning: fineTuning(transport),
    batches: batches(transport),
    models: models(transport),
  };
}
