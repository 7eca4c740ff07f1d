import { effortSchema, parametersSchema, whyNot, withoutAbsent } from '../../agent/conversationSettings.ts';
import type { ModelRequest } from '../../agent/models/modelStream.ts';
import type { SentParameters } from '../../agent/models/requestParameters.ts';

const optionsSchema = parametersSchema.safeExtend({
  /** What Chat Completions calls `max_output_tokens`. */
  max_tokens: parametersSchema.shape.max_output_tokens,
  reasoning_effort: effortSchema.optional(),
});

/**
 * What an extension says of a request in `modelOptions`, by the API's names: `temperature`, `max_output_tokens`,
 * `verbosity`, `reasoning_effort`. What is not known is left out; throws a sentence where a value does not fit.
 */
export function readModelOptions(
  options: Readonly<Record<string, unknown>> = {},
): Pick<ModelRequest, 'parameters' | 'effort'> {
  // A schema file is the user's to choose, not an extension's.
  const { success, data, error } = optionsSchema.safeParse({ ...options, format: undefined });
  if (!success) throw new Error(`modelOptions: ${whyNot(error)}`);
  const { max_tokens: most = data.max_output_tokens, reasoning_effort: effort, ...parameters } = data;
  return {
    parameters: withoutAbsent({ ...parameters, max_output_tokens: most }) as SentParameters,
    ...(effort && { effort }),
  };
}
