import type {
  AssistantCreateParams,
  AssistantDeleted,
  AssistantListParams,
  AssistantsPage,
  AssistantUpdateParams,
} from 'openai/resources/beta/assistants';
import { path } from '../address.ts';
import { assistantsV2 } from '../assistantsV2.ts';
import type { RequestOptions, Transport } from '../transport.ts';

/** The official name of the type is deprecated, as the whole API is. */
type Assistant = AssistantsPage['data'][number];

/** Assistants v2: retired on api.openai.com on 26 August 2026, still served by Azure OpenAI and compatible servers. */
export function assistants(transport: Transport) {
  return {
    create: (body: AssistantCreateParams, options?: RequestOptions) =>
      transport.json<Assistant>(assistantsV2.post('/assistants', body), options),
    retrieve: (assistantID: string, options?: RequestOptions) =>
      transport.json<Assistant>(assistantsV2.get(path`/assistants/${assistantID}`), options),
    update: (assistantID: string, body: AssistantUpdateParams, options?: RequestOptions) =>
      transport.json<Assistant>(assistantsV2.post(path`/assistants/${assistantID}`, body), options),
    list: (query?: AssistantListParams | null, options?: RequestOptions) =>
      transport.list<Assistant>(assistantsV2.get('/assistants', query), options),
    delete: (assistantID: string, options?: RequestOptions) =>
      transport.json<AssistantDeleted>(assistantsV2.delete(path`/assistants/${assistantID}`), options),
  };
}
