import { generic } from './generic.ts';
import { assistants } from './resources/assistants.ts';
import { audio } from './resources/audio.ts';
import { batches } from './resources/batches.ts';
import { chatCompletions } from './resources/chatCompletions.ts';
import { completions } from './resources/completions.ts';
import { containers } from './resources/containers.ts';
import { conversations } from './resources/conversations.ts';
import { embeddings } from './resources/embeddings.ts';
import { files } from './resources/files.ts';
import { fineTuning } from './resources/fineTuning.ts';
import { images } from './resources/images.ts';
import { models } from './resources/models.ts';
import { moderations } from './resources/moderations.ts';
import { betaRealtime, realtime } from './resources/realtime.ts';
import { responses } from './resources/responses.ts';
import { threads } from './resources/threads.ts';
import { uploads } from './resources/uploads.ts';
import { vectorStores } from './resources/vectorStores.ts';
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
    containers: containers(transport),
    conversations: conversations(transport),
    completions: completions(transport),
    embeddings: embeddings(transport),
    moderations: moderations(transport),
    fineTuning: fineTuning(transport),
    batches: batches(transport),
    files: files(transport),
    uploads: uploads(transport),
    images: images(transport),
    audio: audio(transport),
    vectorStores: vectorStores(transport),
    realtime: realtime(transport),
    beta: { realtime: betaRealtime(transport), assistants: assistants(transport), threads: threads(transport) },
    models: models(transport),
  };
}
