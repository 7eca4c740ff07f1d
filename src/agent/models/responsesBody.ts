import type {
  ResponseCreateParamsStreaming,
  ResponseInputItem,
  ResponseReasoningItem,
} from 'openai/resources/responses/responses';
import type { ImageAttachment, ReasoningItem, ToolCallItem, UserItem } from '../transcript.ts';
import { modelInfo } from './catalog.ts';
import type { ModelInfo } from './modelInfo.ts';
import type { ModelRequest } from './modelStream.ts';
import type { Feature } from './refusedFeatures.ts';
import { wantsBackground } from './background.ts';
import type { TakenParameters } from './parameterStates.ts';
import { detailsOf, hostedToolsOf, responsesParameters } from './responsesParameters.ts';
import { serverCallInput, serverCallText } from './serverCalls.ts';
import { answerGroups, sendableArguments, sendableOutput } from './toolCalls.ts';
import { dataUrl, userContent } from './userText.ts';

/** The whole conversation goes along, reasoning encrypted: the server stores nothing unless `store` says so. */
export function responsesBody(
  request: ModelRequest,
  isRefused: (feature: Feature) => boolean,
  { parameters, hostedTools }: Pick<TakenParameters, 'parameters' | 'hostedTools'> = {
    parameters: {},
    hostedTools: {},
  },
): ResponseCreateParamsStreaming {
  const { model, instructions, tools, mustCall, effort, cacheKey } = request;
  const info = modelInfo(model);
  const reasons = info.efforts.length > 0;
  const hosted = hostedToolsOf(hostedTools);
  const takesTools = info.tools && tools.length + hosted.length > 0 && !isRefused('tools');
  const include = [
    ...(reasons ? (['reasoning.encrypted_content'] as const) : []),
    ...(takesTools ? detailsOf(hostedTools) : []),
    ...(parameters.logprobs ? (['message.output_text.logprobs'] as const) : []),
  ];
  return {
    model,
    ...(instructions !== '' && { instructions }),
    input: responsesInput(request, info),
    stream: true,
    ...(takesTools && {
      tools: [
        ...tools.map(
          ({ name, description, parameters: schema, strict = true }) =>
            ({ type: 'function', name, description, parameters: schema, strict }) as const,
        ),
        ...hosted,
      ],
    }),
    ...(takesTools && mustCall && { tool_choice: 'required' }),
    ...responsesParameters(parameters),
    ...(wantsBackground(request) && !isRefused('background') && { background: true, store: true }),
    ...(include.length > 0 && { include }),
    ...(reasons && {
      reasoning: {
        ...(effort && info.efforts.includes(effort) && { effort }),
        ...(!isRefused('reasoningSummary') && { summary: 'auto' }),
      },
    }),
    ...(cacheKey && { prompt_cache_key: cacheKey }),
  };
}

function responsesInput({ model, transcript }: ModelRequest, info: ModelInfo): ResponseInputItem[] {
  const input: ResponseInputItem[] = [];
  // The API refuses reasoning without the message or call it led to, so it waits for that.
  let reasoning: ResponseReasoningItem[] = [];
  // Goes along with the next message.
  let told: string[] = [];
  for (const group of answerGroups(transcript)) {
    if (group.type === 'toolCalls') {
      input.push(...reasoning.splice(0));
      input.push(...group.calls.map(callInput));
      for (const call of group.calls) {
        if (call.server !== undefined) {
          input.push(approvalResponse(call));
          continue;
        }
        const { text, images } = sendableOutput(call, info.images);
        const output = images.length === 0 ? text : [{ type: 'input_text' as const, text }, ...images.map(imageInput)];
        const type = call.custom ? 'custom_tool_call_output' : 'function_call_output';
        input.push({ type, call_id: call.callId, output });
      }
      continue;
    }
    switch (group.type) {
      case 'assistant':
        if (group.text === '') break;
        input.push(...reasoning.splice(0));
        input.push({
          role: 'assistant',
          content: [...told.splice(0), group.text].join('\n\n'),
          ...(group.phase && { phase: group.phase }),
        });
        break;
      case 'serverCall': {
        // Another model may know nothing of such calls, and another server nothing of their ids.
        const call = group.model === model ? serverCallInput(group) : undefined;
        const text = call ? '' : serverCallText(group);
        if (call) input.push(...reasoning.splice(0), call);
        if (text !== '') told.push(text);
        break;
      }
      case 'reasoning':
        if (group.model === model) reasoning.push(...reasoningInput(group));
        break;
      case 'user':
        reasoning = [];
        told = [];
        input.push(userInput(group, info));
        break;
      case 'question':
      case 'result':
        reasoning = [];
        break;
    }
  }
  return input;
}

function callInput({ callId, name, server, custom, arguments: args }: ToolCallItem): ResponseInputItem {
  if (server !== undefined) {
    return { type: 'mcp_approval_request', id: callId, server_label: server, name, arguments: args };
  }
  if (custom) return { type: 'custom_tool_call', call_id: callId, name, input: args };
  return { type: 'function_call', call_id: callId, name, arguments: sendableArguments(args) };
}

/** Anything but a yes is a no. */
function approvalResponse({ callId, status, output }: ToolCallItem): ResponseInputItem {
  const approve = status === 'succeeded';
  const reason = !approve && output !== undefined && { reason: output };
  return { type: 'mcp_approval_response', approval_request_id: callId, approve, ...reason };
}

function reasoningInput({ providerId, encryptedContent, text }: ReasoningItem): ResponseReasoningItem[] {
  if (!providerId || !encryptedContent) return [];
  const summary = text === '' ? [] : [{ type: 'summary_text', text } as const];
  return [{ type: 'reasoning', id: providerId, summary, encrypted_content: encryptedContent }];
}

/** This API takes no sound in messages. */
function userInput(item: UserItem, info: ModelInfo): ResponseInputItem {
  const { text, images } = userContent(item, { images: info.images, audio: false });
  if (images.length === 0) return { role: 'user', content: text };
  return { role: 'user', content: [...images.map(imageInput), { type: 'input_text', text }] };
}

const imageInput = (image: ImageAttachment) =>
  ({ type: 'input_image', image_url: dataUrl(image), detail: 'auto' }) as const;
