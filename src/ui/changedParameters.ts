import type { ConversationSettings } from '../agent/conversationSettings.ts';
import type { AnswerFormat, HostedToolName } from '../agent/models/requestParameters.ts';

const tools: Record<HostedToolName, string> = {
  web_search: 'web search',
  file_search: 'file search',
  code_interpreter: 'code interpreter',
  image_generation: 'images',
  mcp: 'MCP',
};

/** What of a conversation's parameters and built-in tools differs from the default, a few words each. */
export function changedParameters({ parameters, hostedTools }: ConversationSettings): string[] {
  const { stop, logit_bias: biases, format, store } = parameters;
  const words = [
    named('temperature', parameters.temperature),
    named('top P', parameters.top_p),
    named('presence', parameters.presence_penalty),
    named('frequency', parameters.frequency_penalty),
    named('seed', parameters.seed),
    biases && counted(Object.keys(biases).length, 'bias', 'biases'),
    parameters.max_output_tokens !== undefined && `${parameters.max_output_tokens} tokens`,
    named('verbosity', parameters.verbosity),
    format && formatName(format),
    stop && counted(stop.length, 'stop', 'stops'),
    parameters.n !== undefined && counted(parameters.n, 'answer', 'answers'),
    parameters.logprobs === true && 'log probabilities',
    named('voice', parameters.voice),
    named('tier', parameters.service_tier),
    store !== undefined && (store ? 'stored' : 'not stored'),
    ...(Object.keys(hostedTools) as HostedToolName[]).map((name) => tools[name]),
  ];
  return words.filter((word) => typeof word === 'string');
}

const named = (name: string, value: number | string | undefined) => value !== undefined && `${name} ${value}`;

const counted = (count: number, one: string, several: string) => `${count} ${count === 1 ? one : several}`;

const formatName = (format: AnswerFormat): string =>
  format.type === 'json_object' ? 'JSON' : format.file.slice(format.file.lastIndexOf('/') + 1);
