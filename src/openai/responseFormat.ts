import type { ResponseCreateParamsNonStreaming, ResponseFormatTextConfig } from 'openai/resources/responses/responses';

/** The format a response's text is asked for. A conversation may change it on the way: the last one counts. */
export function responseFormatOf({
  text,
  input,
}: ResponseCreateParamsNonStreaming): ResponseFormatTextConfig | undefined {
  const items = Array.isArray(input) ? input : [];
  const update = items.findLast((item) => item.type === 'configuration_update' && item.text?.format);
  return (update?.type === 'configuration_update' ? update.text?.format : undefined) ?? text?.format;
}
