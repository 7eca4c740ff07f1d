import type {
  Response,
  ResponseCreateParams,
  ResponseCreateParamsNonStreaming,
  ResponseCreateParamsStreaming,
  ResponseRetrieveParams,
  ResponseRetrieveParamsNonStreaming,
  ResponseRetrieveParamsStreaming,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses';
import { path } from '../address.ts';
import type { PendingRequest } from '../pendingRequest.ts';
import type { EventStream, StreamRules } from '../sse.ts';
import type { ApiRequest, RequestOptions, Transport } from '../transport.ts';

const rules: StreamRules<ResponseStreamEvent> = {
  roleOf: ({ type }) =>
    type === 'response.completed' || type === 'response.incomplete' || type === 'response.failed' ? 'last' : 'more',
  endsWithDone: false,
};

export interface CreateResponse {
  (body: ResponseCreateParamsStreaming, options?: RequestOptions): PendingRequest<EventStream<ResponseStreamEvent>>;
  (body: ResponseCreateParamsNonStreaming, options?: RequestOptions): PendingRequest<Response>;
}

export interface RetrieveResponse {
  (
    id: string,
    query: ResponseRetrieveParamsStreaming,
    options?: RequestOptions,
  ): PendingRequest<EventStream<ResponseStreamEvent>>;
  (id: string, query?: ResponseRetrieveParamsNonStreaming, options?: RequestOptions): PendingRequest<Response>;
}

export function responses(transport: Transport) {
  const response = (request: ApiRequest, options?: RequestOptions) =>
    transport.json<Response>(request, options).map(addOutputText);
  const create = (body: ResponseCreateParams, options?: RequestOptions) => {
    const request = { method: 'POST', path: '/responses', body } as const;
    return body.stream ? transport.events(request, rules, options) : response(request, options);
  };
  const retrieve = (id: string, query?: ResponseRetrieveParams, options?: RequestOptions) => {
    const request = { method: 'GET', path: path`/responses/${id}`, query: { ...query } } as const;
    return query?.stream ? transport.events(request, rules, options) : response(request, options);
  };
  return {
    create: create as CreateResponse,
    retrieve: retrieve as RetrieveResponse,
    cancel: (id: string, options?: RequestOptions) =>
      transport.json<Response>({ method: 'POST', path: path`/responses/${id}/cancel` }, options),
    delete: (id: string, options?: RequestOptions) =>
      transport.empty({ method: 'DELETE', path: path`/responses/${id}` }, options),
  };
}

/** All text of a response in one string, where the official SDK has it. */
function addOutputText(response: Response): Response {
  const { output = [] } = response as Partial<Response>;
  const contents = output.flatMap((item) => (item.type === 'message' ? item.content : []));
  response.output_text = contents.map((content) => (content.type === 'output_text' ? content.text : '')).join('');
  return response;
}
