import { modelInfo, modelRules } from './catalog.ts';
import type { ModelRequest, ReasoningEffort } from './modelStream.ts';
import type {
  Control,
  ControlState,
  ControlStates,
  HostedToolName,
  RequestParameters,
  SentHostedTools,
  SentParameters,
} from './requestParameters.ts';

/** What decides about the controls besides the model and the API. */
export interface ChosenParameters {
  parameters: RequestParameters;
  effort?: ReasoningEffort;
}

/** The two APIs a chat is held with. */
export type ChatApi = 'responses' | 'chatCompletions';

const enabled: ControlState = { enabled: true };
const apiNames: Record<ChatApi, string> = { responses: 'the Responses API', chatCompletions: 'Chat Completions' };

/** What a control is called in each API; absent where the API has nothing of the kind. */
const wireNames: Record<Control, Partial<Record<ChatApi, string>>> = {
  temperature: { responses: 'temperature', chatCompletions: 'temperature' },
  top_p: { responses: 'top_p', chatCompletions: 'top_p' },
  max_output_tokens: { responses: 'max_output_tokens', chatCompletions: 'max_completion_tokens' },
  seed: { chatCompletions: 'seed' },
  stop: { chatCompletions: 'stop' },
  presence_penalty: { chatCompletions: 'presence_penalty' },
  frequency_penalty: { chatCompletions: 'frequency_penalty' },
  n: { chatCompletions: 'n' },
  logit_bias: { chatCompletions: 'logit_bias' },
  format: { responses: 'text.format', chatCompletions: 'response_format' },
  effort: { responses: 'reasoning.effort', chatCompletions: 'reasoning_effort' },
  verbosity: { responses: 'text.verbosity', chatCompletions: 'verbosity' },
  voice: { chatCompletions: 'audio' },
  service_tier: { responses: 'service_tier', chatCompletions: 'service_tier' },
  store: { responses: 'store', chatCompletions: 'store' },
  logprobs: { responses: 'logprobs', chatCompletions: 'logprobs' },
  top_logprobs: { responses: 'top_logprobs', chatCompletions: 'top_logprobs' },
  web_search: { responses: 'tools', chatCompletions: 'web_search_options' },
  file_search: { responses: 'tools' },
  code_interpreter: { responses: 'tools' },
  image_generation: { responses: 'tools' },
  mcp: { responses: 'tools' },
};

/** With this effort a model that can reason does not, and then samples as others do. */
const NO_REASONING = 'none';

const sampling: readonly Control[] = ['temperature', 'top_p', 'logprobs', 'top_logprobs'];

/**
 * Which built-in tools which models are taken to refuse: there is no list of it to read. The models before gpt-4o have none
 * of them, gpt-4.1-nano has no web search.
 */
const refusedTools: readonly (readonly [models: RegExp, tools: readonly HostedToolName[]])[] = [
  [
    /(^|[/:])(gpt-3\.5|gpt-4($|-turbo|-\d)|o1-mini|o1-preview|chatgpt-4o|gpt-5-chat)/,
    ['web_search', 'file_search', 'code_interpreter', 'image_generation', 'mcp'],
  ],
  [/(^|[/:])gpt-4\.1-nano/, ['web_search']],
  [/(^|[/:])(o1|o3-mini)($|-\d)/, ['web_search', 'image_generation', 'code_interpreter']],
];

/** For each control whether it is of use with this API, model and the other parameters. Of an unknown model all is assumed. */
export function parameterStates(api: ChatApi, model: string, chosen: ChosenParameters): ControlStates {
  const stateOf = (control: Control): ControlState => {
    const reason =
      reasonOfApi(api, control) ?? reasonOfModel(api, model, chosen.effort, control) ?? reasonOfOthers(chosen, control);
    return reason === undefined ? enabled : { enabled: false, reason };
  };
  return Object.fromEntries(
    (Object.keys(wireNames) as Control[]).map((control) => [control, stateOf(control)]),
  ) as Record<Control, ControlState>;
}

const reasonOfApi = (api: ChatApi, control: Control): string | undefined =>
  wireNames[control][api] === undefined
    ? `This connection speaks ${apiNames[api]}, which has nothing like it.`
    : undefined;

function reasonOfModel(
  api: ChatApi,
  model: string,
  effort: ReasoningEffort | undefined,
  control: Control,
): string | undefined {
  const { known, efforts, sampling: samplesAlways, tools } = modelInfo(model);
  if (!known) return undefined;
  const wireName = wireNames[control][api] ?? '';
  if (wireName === 'tools' && !tools) return `${model} takes no tools.`;
  if (wireName === 'tools' && isRefusedTool(model, control)) return `${model} does not have this tool.`;
  if (control === 'web_search' && effort === 'minimal') return 'There is no web search with minimal effort.';
  if (control === 'voice' && !modelRules(model)?.output.includes('audio')) return `${model} does not speak.`;
  if (control === 'effort' && efforts.length === 0) return `${model} does not reason.`;
  if (control === 'stop' && efforts.length > 0 && !samplesAlways) return `${model} does not take it.`;
  if (!isRefused(model, wireName)) return undefined;
  if (control === 'web_search') return "With Chat Completions only OpenAI's search models search the web.";
  const mayChoose = sampling.includes(control) && efforts.includes(NO_REASONING);
  if (mayChoose && effort === NO_REASONING) return undefined;
  return mayChoose
    ? `${model} does not take it while it reasons: set its effort to None.`
    : `${model} does not take it.`;
}

function reasonOfOthers({ parameters }: ChosenParameters, control: Control): string | undefined {
  if (control === 'temperature' && parameters.top_p !== undefined) return 'Top P is set: change one of the two.';
  if (control === 'top_p' && parameters.temperature !== undefined) return 'Temperature is set: change one of the two.';
  if (control === 'top_logprobs' && parameters.logprobs !== true) return 'It needs Log probabilities.';
  return undefined;
}

const isRefusedTool = (model: string, control: Control): boolean =>
  refusedTools.some(([models, tools]) => models.test(model) && tools.some((tool) => tool === control));

/** A name within another is refused with it: `reasoning.effort` with `reasoning`. */
const isRefused = (model: string, name: string): boolean =>
  modelRules(model)?.refuses.some((one) => one === name || name.startsWith(`${one}.`)) === true;

export interface TakenParameters {
  parameters: SentParameters;
  hostedTools: SentHostedTools;
  /** What is not sent, a sentence each. */
  dropped: readonly string[];
}

/** What of the parameters and built-in tools of a request is sent. */
export function takenParameters(
  api: ChatApi,
  {
    model,
    effort,
    parameters = {},
    hostedTools = {},
  }: Pick<ModelRequest, 'model' | 'effort' | 'parameters' | 'hostedTools'>,
): TakenParameters {
  const { temperature, top_p, logprobs } = parameters;
  const deciding = temperature !== undefined ? { temperature } : top_p !== undefined ? { top_p } : {};
  const states = parameterStates(api, model, {
    parameters: { ...deciding, ...(logprobs && { logprobs }) },
    ...(effort && { effort }),
  });
  const dropped: string[] = [];
  const taken = <T extends object>(given: T): T =>
    Object.fromEntries(
      Object.entries(given).filter(([control, value]) => {
        const state = states[control as Control];
        if (value === undefined || state.enabled) return value !== undefined;
        dropped.push(`${control}: ${state.reason}`);
        return false;
      }),
    ) as T;
  return { parameters: taken(parameters), hostedTools: taken(hostedTools), dropped };
}
