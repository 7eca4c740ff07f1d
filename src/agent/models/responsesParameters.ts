import type { ResponseCreateParamsStreaming, ResponseIncludable, Tool } from 'openai/resources/responses/responses';
import type { SentHostedTools, SentParameters } from './requestParameters.ts';

/** The parameters of a conversation in a body of the Responses API. What the server is to keep is nothing unless said. */
export function responsesParameters({
  temperature,
  top_p,
  max_output_tokens,
  top_logprobs,
  service_tier,
  store = false,
  verbosity,
  format,
}: SentParameters): Partial<ResponseCreateParamsStreaming> {
  return {
    store,
    ...(temperature !== undefined && { temperature }),
    ...(top_p !== undefined && { top_p }),
    ...(max_output_tokens !== undefined && { max_output_tokens }),
    ...(top_logprobs !== undefined && { top_logprobs }),
    ...(service_tier && { service_tier }),
    ...((format ?? verbosity) && { text: { ...(format && { format }), ...(verbosity && { verbosity }) } }),
  };
}

/** The tools that run at the server. MCP servers ask before each call unless the user has said otherwise. */
export function hostedToolsOf({
  web_search,
  file_search,
  code_interpreter,
  image_generation,
  mcp = [],
}: SentHostedTools): Tool[] {
  const domains = web_search?.allowed_domains ?? [];
  return [
    ...(web_search
      ? [
          {
            type: 'web_search',
            ...(web_search.search_context_size && { search_context_size: web_search.search_context_size }),
            ...(domains.length > 0 && { filters: { allowed_domains: [...domains] } }),
          } as const,
        ]
      : []),
    ...(file_search ? [fileSearch(file_search)] : []),
    ...(code_interpreter ? [{ type: 'code_interpreter', container: { type: 'auto' } } as const] : []),
    ...(image_generation ? [{ type: 'image_generation', ...image_generation } as const] : []),
    ...mcp.map((server) => ({ type: 'mcp', ...server }) as const),
  ];
}

/** What tools of the server did besides what they say unasked: shown, and sent back. */
export const detailsOf = ({ web_search, file_search, code_interpreter }: SentHostedTools): ResponseIncludable[] => [
  ...(web_search ? (['web_search_call.action.sources'] as const) : []),
  ...(file_search ? (['file_search_call.results'] as const) : []),
  ...(code_interpreter ? (['code_interpreter_call.outputs'] as const) : []),
];

const fileSearch = ({ vector_store_ids, max_num_results }: NonNullable<SentHostedTools['file_search']>): Tool => ({
  type: 'file_search',
  vector_store_ids: [...vector_store_ids],
  ...(max_num_results !== undefined && { max_num_results }),
});
