import type { InputItemListParams } from 'openai/resources/responses/input-items';
import type { InputTokenCountParams, InputTokenCountResponse } from 'openai/resources/responses/input-tokens';
import type {
  CompactedResponse,
  Response,
  ResponseCompactParams,
  ResponseCreateParamsBase,
  ResponseCreateParamsNonStreaming,
  ResponseCreateParamsStreaming,
  ResponseItem,
  ResponseRetrieveParamsBase,
  ResponseRetrieveParamsNonStreaming,
  ResponseRetrieveParamsStreaming,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses';
import { path } from '../address.ts';
import { responseParser } from '../parseResponse.ts';
import type { PendingRequest } from '../pendingRequest.ts';
import type { EventStream, StreamRules } from '../sse.ts';
import type { ApiRequest, RequestOptions, Transport } from '../transport.ts';

const rules: StreamRules<ResponseStreamEvent> = {
  roleOf: ({ type }) =>
    type === 'response.completed' || type === 'response.incomplete' || type === 'response.failed' ? 'last' : 'more',
  endsWithDone: false,
};

export interface CreateResponse {
  (body: ResponseCreateParamsNonStreaming, options?: RequestOptions): PendingRequest<Response>;
  (body: ResponseCreateParamsStreaming, options?: RequestOptions): PendingRequest<EventStream<ResponseStreamEvent>>;
  (
    body: ResponseCreateParamsBase,
    options?: RequestOptions,
  ): PendingRequest<EventStream<ResponseStreamEvent> | Response>;
}

export interface RetrieveResponse {
  (responseID: string, query?: ResponseRetrieveParamsNonStreaming, options?: RequestOptions): PendingRequest<Response>;
  (
    responseID: string,
    query: ResponseRetrieveParamsStreaming,
    options?: RequestOptions,
  ): PendingRequest<EventStream<ResponseStreamEvent>>;
  (
    responseID: string,
    query?: ResponseRetrieveParamsBase,
    options?: RequestOptions,
  ): PendingRequest<EventStream<ResponseStreamEvent> | Response>;
}

export function responses(transport: Transport) {
  const response = (request: ApiRequest, options?: RequestOptions) =>
    transport.json<Response>(request, options).map(addOutputText);
  const create = (body: ResponseCreateParamsBase, options?: RequestOptions) => {
    const request = { method: 'POST', path: '/responses', body } as const;
    return body.stream ? transport.events(request, rules, options) : response(request, options);
  };
  const retrieve = (responseID: string, query?: ResponseRetrieveParamsBase, options?: RequestOptions) => {
    const request = { method: 'GET', path: path`/responses/${responseID}`, query } as const;
    return query?.stream ? transport.events(request, rules, options) : response(request, options);
  };
  return {
    create: create as CreateResponse,
    parse: responseParser(create as CreateResponse),
    retrieve: retrieve as RetrieveResponse,
    cancel: (responseID: string, options?: RequestOptions) =>
      transport.json<Response>({ method: 'POST', path: path`/responses/${responseID}/cancel` }, options),
    delete: (responseID: string, options?: RequestOptions) =>
      transport.empty({ method: 'DELETE', path: path`/responses/${responseID}`, headers: { accept: '*/*' } }, options),
    compact: (body: ResponseCompactParams, options?: RequestOptions) =>
      transport.json<CompactedResponse>({ method: 'POST', path: '/responses/compact', body }, options),
    inputItems: {
      list: (responseID: string, query?: InputItemListParams | null, options?: RequestOptions) =>
        transport.list<ResponseItem>(
          { method: 'GET', path: path`/responses/${responseID}/input_items`, query },
          options,
        ),
    },
    inputTokens: {
      count: (body: InputTokenCountParams | null = {}, options?: RequestOptions) =>
        transport.json<InputTokenCountResponse>(
          { method: 'POST', path: '/responses/input_tokens', body: body ?? undefined },
          options,
        ),
    },
  };
}

/** All text of a response in one string, where the official SDK has it. */
function addOutputText(response: Response): Response {
  const { output = [] } = response as Partial<Response>;
  const contents = output.flatMap((item) => (item.type === 'message' ? item.content : []));
  response.output_text = contents.map((content) => (content.type === 'output_text' ? content.text : '')).join('');
  return response;
}
