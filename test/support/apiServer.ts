import {
  ApiError,
  findRoute,
  isObject,
  textIn,
  type ApiAnswer,
  type ApiRequest,
  type Json,
  type Routes,
} from './api/api.ts';
import { assistantRoutes } from './api/assistants.ts';
import { audioRoutes } from './api/audio.ts';
import { batchRoutes } from './api/batches.ts';
import { answerChat, answerCompletion, askOfChat } from './api/chatWire.ts';
import { ConversationStore } from './api/conversations.ts';
import { embeddingRoutes } from './api/embeddings.ts';
import { Files } from './api/files.ts';
import { fineTuningRoutes } from './api/fineTuning.ts';
import { imageRoutes } from './api/images.ts';
import { Models } from './api/models.ts';
import { realtimeRoutes } from './api/realtime.ts';
import { containerRoutes, richAnswer } from './api/richAnswers.ts';
import { responseRoutes } from './api/responses.ts';
import { askOfResponse } from './api/responsesWire.ts';
import { lastPrompt } from './api/say.ts';
import { vectorStoreRoutes } from './api/vectorStores.ts';
import { isScene } from './fixtures.ts';

/** The answers of the whole API, with its state in memory. */
export interface Api {
  /** Undefined for the scenes of the chat, which another server plays. Throws an `ApiError`. */
  answer(request: ApiRequest): ApiAnswer | undefined;
}

export function createApi(): Api {
  const files = new Files();
  const models = new Models();
  const conversations = new ConversationStore();
  const answerLine = ({ method, url, body }: { method: string; url: string; body: Json }) => {
    try {
      const route = findRoute(routes, method, url.replace(/^\/v1/, ''));
      if (!route) throw unknownPath(method, url);
      const [handler, ids] = route();
      const answer = handler(
        { method, path: url, query: new URLSearchParams(), headers: {}, body, files: [], origin: '' },
        ...ids,
      );
      if ('json' in answer) return { status: answer.status ?? 200, body: answer.json };
      throw new ApiError(400, 'A line of a batch cannot be answered with a stream or a file.');
    } catch (error) {
      if (error instanceof ApiError) return { status: error.status, body: { error: error.error } };
      throw error;
    }
  };
  const routes: Routes = {
    'POST /chat/completions': ({ body }) => answerChat(body),
    'POST /completions': ({ body }) => answerCompletion(body),
    ...responseRoutes(conversations),
    ...conversations.routes,
    ...containerRoutes,
    ...embeddingRoutes,
    ...imageRoutes,
    ...audioRoutes,
    ...files.routes,
    ...batchRoutes(files, answerLine),
    ...fineTuningRoutes(files, (model) => models.add(model)),
    ...vectorStoreRoutes(files),
    ...assistantRoutes(),
    ...models.routes,
    ...realtimeRoutes,
  };

  return {
    answer(request) {
      const rich = richAnswer(request);
      if (rich) return rich;
      if (isOfTheChat(request)) return undefined;
      const route = findRoute(routes, request.method, request.path);
      if (!route) throw unknownPath(request.method, `/v1${request.path}`);
      if (request.body.model === 'no-such-model') {
        const message = 'The model `no-such-model` does not exist or you do not have access to it.';
        throw new ApiError(404, message, { code: 'model_not_found', param: 'model' });
      }
      const [handler, ids] = route();
      return handler(request, ...ids);
    },
  };
}

/** A scene of the chat, or a request of its agent, which has tools of the workspace. */
function isOfTheChat({ method, path, body }: ApiRequest): boolean {
  if (method !== 'POST' || (path !== '/chat/completions' && path !== '/responses')) return false;
  const ask = path === '/responses' ? askOfResponse(body, []) : askOfChat(body);
  const hasWorkspaceTools = ask.tools.some((tool) => {
    const name = isObject(tool.function) ? tool.function.name : tool.name;
    return textIn(name) === 'read_file';
  });
  return hasWorkspaceTools || isScene(lastPrompt(ask));
}

const unknownPath = (method: string, path: string) => new ApiError(404, `Invalid URL (${method} ${path})`);
