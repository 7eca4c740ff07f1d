import { randomUUID } from 'node:crypto';
import type {
  Response,
  ResponseOutputItem,
  ResponseStreamEvent,
  ResponseUsage,
} from 'openai/resources/responses/responses';
import type { OpenAIError } from '../../openai/errors.ts';
import { eventError } from '../../openai/responseError.ts';
import type { AnswerPosition } from '../answerPosition.ts';
import type { MessagePhase, Usage } from '../transcript.ts';
import { citationOf } from './citations.ts';
import { contentFilters, mergeFilters } from './contentFilters.ts';
import { EventBatch } from './eventBatch.ts';
import { tokenLogprobs } from './logprobs.ts';
import type { ModelEvent } from './modelStream.ts';
import { imageType, serverCallOf } from './serverCalls.ts';
import { listOf, nodeOf, numberOf, textOf, tokensOf } from './wireValue.ts';

/** What is known of an output item while it streams. */
interface OutputState {
  callId?: string;
  /** Whether any of its text or arguments came as deltas. */
  streamed: boolean;
  /** Its text, and where each part begins in it: annotations count from there. */
  text: string;
  partStarts: Map<number, number>;
  cited: boolean;
  rated: boolean;
  /** Its beginning was read before: what belongs to passages of its text comes with its end. */
  resumed: boolean;
}

type Node = ReturnType<typeof nodeOf>;
type Done = Extract<ModelEvent, { type: 'done' }>;

/** The events of a Responses stream in no wire format. */
export class ResponseReader {
  failure: OpenAIError | undefined;
  isDone = false;
  /** Set where the answer goes on without its connection. */
  responseId: string | undefined;
  readonly #model: string;
  readonly #batch = new EventBatch();
  readonly #outputs = new Map<number, OutputState>();
  /** Never changed, always replaced: positions hold it. */
  #known: AnswerPosition['outputs'] = {};

  /** With a position, what is read follows on it. */
  constructor(model: string, position?: AnswerPosition) {
    this.#model = model;
    if (!position) return;
    this.responseId = position.responseId;
    this.#known = position.outputs;
    for (const [index, known] of Object.entries(position.outputs)) {
      this.#outputs.set(Number(index), { ...newOutput(), ...known, resumed: true });
    }
  }

  read(events: readonly ResponseStreamEvent[]): readonly ModelEvent[] {
    for (const event of events) {
      this.#take(event);
      const position = this.#positionAt(event);
      if (position) this.#batch.reach(position);
    }
    return this.#batch.take();
  }

  #positionAt(event: ResponseStreamEvent): AnswerPosition | undefined {
    const sequenceNumber = numberOf(event.sequence_number);
    if (this.responseId === undefined || sequenceNumber === undefined) return undefined;
    return { model: this.#model, responseId: this.responseId, sequenceNumber, outputs: this.#known };
  }

  #take(event: ResponseStreamEvent): void {
    switch (event.type) {
      case 'response.created':
        this.#created(event);
        break;
      case 'response.output_text.delta':
        this.#text(event.output_index, event.content_index, event.delta);
        this.#logprobs(event.output_index, event.logprobs);
        break;
      case 'response.output_text.annotation.added':
        this.#cite(event.output_index, event.content_index, event.annotation);
        break;
      case 'response.refusal.delta':
        this.#streamed(event.output_index);
        this.#batch.addText('refusal', event.delta);
        break;
      case 'response.reasoning_summary_part.added':
        if (event.summary_index > 0) this.#batch.addText('reasoning', '\n\n');
        break;
      case 'response.reasoning_summary_text.delta':
      case 'response.reasoning_text.delta':
        this.#streamed(event.output_index);
        this.#batch.addText('reasoning', event.delta);
        break;
      case 'response.audio.delta':
        this.#batch.add({ type: 'audio', mediaType: streamedAudio, data: textOf(event.delta) ?? '' });
        break;
      case 'response.audio.transcript.delta':
        this.#batch.addText('text', event.delta);
        break;
      case 'response.output_item.added':
        this.#begin(event.output_index, event.item);
        break;
      case 'response.function_call_arguments.delta':
      case 'response.custom_tool_call_input.delta': {
        const { callId } = this.#streamed(event.output_index);
        if (callId !== undefined) this.#batch.addArguments(callId, event.delta);
        break;
      }
      case 'response.code_interpreter_call_code.delta':
      case 'response.mcp_call_arguments.delta':
        this.#batch.addServerCallInput(event.item_id, event.delta);
        break;
      case 'response.image_generation_call.partial_image': {
        const image = { mediaType: imageType(event.output_format), data: textOf(event.partial_image_b64) ?? '' };
        this.#batch.add({ type: 'partialImage', id: event.item_id, image });
        break;
      }
      case 'response.output_item.done':
        this.#finish(event.output_index, event.item);
        break;
      case 'response.completed':
        this.#done(event.response, { finish: this.#hasCalls() ? 'toolCalls' : 'stop' });
        break;
      case 'response.incomplete': {
        const reason = textOf(event.response.incomplete_details?.reason);
        this.#done(event.response, { finish: 'incomplete', ...(reason && { incompleteReason: reason }) });
        break;
      }
      case 'response.failed':
        this.failure = eventError(event.response.error);
        break;
      default: // The rest repeats what these say.
    }
  }

  #created(event: Extract<ResponseStreamEvent, { type: 'response.created' }>): void {
    const { id, background } = nodeOf(event.response);
    if (background !== true) return;
    this.responseId = textOf(id);
    const reached = this.#positionAt(event);
    if (reached) this.#batch.add({ type: 'begun', reached });
  }

  #hasCalls(): boolean {
    return Object.values(this.#known).some(({ callId }) => callId !== undefined);
  }

  #know(index: number, more: { callId?: string; streamed?: boolean }): void {
    this.#known = { ...this.#known, [index]: { streamed: false, ...this.#known[index], ...more } };
  }

  #output(index: number): OutputState {
    const state = this.#outputs.get(index) ?? newOutput();
    this.#outputs.set(index, state);
    return state;
  }

  #streamed(index: number): OutputState {
    const state = this.#output(index);
    if (!state.streamed) this.#know(index, { streamed: true });
    state.streamed = true;
    return state;
  }

  #text(index: number, part: number, delta: string): void {
    const state = this.#streamed(index);
    if (!state.partStarts.has(part)) state.partStarts.set(part, state.text.length);
    state.text += textOf(delta) ?? '';
    this.#batch.addText('text', delta);
  }

  #cite(index: number, part: number, annotation: unknown): void {
    const state = this.#output(index);
    if (state.resumed) return;
    state.cited = true;
    const start = state.partStarts.get(part) ?? 0;
    const citation = citationOf(annotation, state.text.slice(start), start);
    if (citation) this.#batch.add({ type: 'citation', citation });
  }

  #logprobs(index: number, logprobs: unknown): void {
    const tokens = tokenLogprobs(logprobs);
    if (tokens.length === 0 || this.#output(index).resumed) return;
    this.#output(index).rated = true;
    this.#batch.add({ type: 'logprobs', tokens });
  }

  #begin(index: number, item: ResponseOutputItem): void {
    const state = newOutput();
    this.#outputs.set(index, state);
    this.#know(index, {});
    switch (item.type) {
      case 'message':
        this.#batch.add({ type: 'message', ...(isPhase(item.phase) && { phase: item.phase }) });
        break;
      case 'function_call':
      case 'custom_tool_call': {
        const custom = item.type === 'custom_tool_call' && { custom: true };
        const callId = textOf(item.call_id) ?? `call_${randomUUID()}`;
        state.callId = callId;
        this.#know(index, { callId });
        this.#batch.add({ type: 'toolCall', callId, name: textOf(item.name) ?? '', ...custom });
        break;
      }
      default: {
        const call = serverCallOf(item, false);
        if (call) this.#batch.add(call);
      }
    }
  }

  /** Some servers send an item only whole. */
  #finish(index: number, item: ResponseOutputItem): void {
    if (!this.#outputs.has(index)) this.#begin(index, item);
    const { streamed, callId = '' } = this.#output(index);
    switch (item.type) {
      case 'message':
        if (!streamed) this.#takeWhole(index, listOf(item.content).map(nodeOf));
        this.#finishText(index, listOf(item.content).map(nodeOf));
        break;
      case 'function_call':
        if (!streamed) this.#batch.addArguments(callId, item.arguments);
        break;
      case 'custom_tool_call':
        if (!streamed) this.#batch.addArguments(callId, item.input);
        break;
      case 'mcp_approval_request': {
        const [id, server = ''] = [textOf(item.id), textOf(item.server_label)];
        // Without an id no leave can be given.
        if (id === undefined) break;
        this.#know(index, { callId: id });
        const [name, args] = [textOf(item.name) ?? '', textOf(item.arguments) ?? ''];
        this.#batch.add({ type: 'approvalRequest', callId: id, server, name, arguments: args });
        break;
      }
      case 'reasoning': {
        const summary = listOf(item.summary).map((part) => textOf(nodeOf(part).text) ?? '');
        if (!streamed) this.#batch.addText('reasoning', summary.join('\n\n'));
        const [providerId, encryptedContent] = [textOf(item.id), textOf(item.encrypted_content)];
        this.#batch.add({
          type: 'reasoningDone',
          ...(providerId && { providerId }),
          ...(encryptedContent && { encryptedContent }),
        });
        break;
      }
      default: {
        const call = serverCallOf(item, true);
        if (call) this.#batch.add(call);
      }
    }
  }

  #takeWhole(index: number, content: readonly Node[]): void {
    for (const [part, { type, text, refusal }] of content.entries()) {
      if (type === 'refusal') this.#batch.addText('refusal', refusal);
      else this.#text(index, part, textOf(text) ?? '');
    }
  }

  /** Where it did not come before. */
  #finishText(index: number, content: readonly Node[]): void {
    const state = this.#output(index);
    if (state.resumed) this.#catchUp(state, content);
    const { cited, rated } = state;
    for (const [part, { annotations, logprobs }] of content.entries()) {
      if (!cited) for (const annotation of listOf(annotations)) this.#cite(index, part, annotation);
      if (!rated) this.#logprobs(index, logprobs);
    }
  }

  /** Nothing is missing any more of what was read before. */
  #catchUp(state: OutputState, content: readonly Node[]): void {
    state.resumed = false;
    state.text = '';
    state.partStarts.clear();
    for (const [part, { text }] of content.entries()) {
      state.partStarts.set(part, state.text.length);
      state.text += textOf(text) ?? '';
    }
  }

  #done(response: Response, end: Pick<Done, 'finish' | 'incompleteReason'>): void {
    const { usage } = response;
    const filters = filtersOf(response);
    this.isDone = true;
    this.#batch.add({
      type: 'done',
      ...end,
      ...(usage && { usage: usageOf(usage) }),
      ...(filters.length > 0 && { filters }),
    });
  }
}

/** What the API streams sound as. */
const streamedAudio = 'audio/L16;rate=24000';

const isPhase = (phase: unknown): phase is MessagePhase => phase === 'commentary' || phase === 'final_answer';

const newOutput = (): OutputState => ({
  streamed: false,
  text: '',
  partStarts: new Map(),
  cited: false,
  rated: false,
  resumed: false,
});

/** Azure says it beside the output. */
function filtersOf(response: object) {
  return listOf(nodeOf(response).content_filters)
    .map(nodeOf)
    .reduce<ReturnType<typeof mergeFilters>>(
      (known, { source_type, content_filter_results }) =>
        mergeFilters(known, contentFilters(content_filter_results, source_type === 'prompt' ? 'prompt' : 'answer')),
      [],
    );
}

/** Compatible servers leave the details out. */
type ServerUsage = Pick<ResponseUsage, 'input_tokens' | 'output_tokens'> & {
  input_tokens_details?: Partial<ResponseUsage.InputTokensDetails>;
  output_tokens_details?: Partial<ResponseUsage.OutputTokensDetails>;
};

function usageOf({ input_tokens, input_tokens_details, output_tokens, output_tokens_details }: ServerUsage): Usage {
  const cacheWriteTokens = tokensOf(input_tokens_details?.cache_write_tokens);
  return {
    inputTokens: tokensOf(input_tokens),
    cachedTokens: tokensOf(input_tokens_details?.cached_tokens),
    ...(cacheWriteTokens > 0 && { cacheWriteTokens }),
    outputTokens: tokensOf(output_tokens),
    reasoningTokens: tokensOf(output_tokens_details?.reasoning_tokens),
  };
}
