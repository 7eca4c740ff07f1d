import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions/completions';
import type { ModelInfo } from './modelInfo.ts';
import type { TakenParameters } from './parameterStates.ts';

/**
 * The parameters of a conversation in a body of Chat Completions. `max_tokens` is what compatible servers know;
 * OpenAI's models are told `max_completion_tokens`.
 */
export function chatCompletionsParameters(
  { parameters, hostedTools: { web_search } }: Pick<TakenParameters, 'parameters' | 'hostedTools'>,
  { known, speaks = false }: Pick<ModelInfo, 'known'> & { speaks?: boolean },
): Partial<ChatCompletionCreateParamsStreaming> {
  const { max_output_tokens: most, format, stop, logit_bias, voice, ...same } = parameters;
  return {
    ...same,
    ...(most !== undefined && { [known ? 'max_completion_tokens' : 'max_tokens']: most }),
    ...(stop && { stop: [...stop] }),
    ...(logit_bias && { logit_bias: { ...logit_bias } }),
    ...(format && { response_format: formatOf(format) }),
    // A model that speaks answers with nothing else; this is the one format that streams.
    ...((voice ?? speaks) && { modalities: ['text', 'audio'], audio: { voice: voice ?? 'alloy', format: 'pcm16' } }),
    ...(web_search && {
      web_search_options: {
        ...(web_search.search_context_size && { search_context_size: web_search.search_context_size }),
      },
    }),
  };
}

function formatOf(format: NonNullable<TakenParameters['parameters']['format']>) {
  if (format.type === 'json_object') return format;
  const { type, ...json_schema } = format;
  return { type, json_schema };
}
