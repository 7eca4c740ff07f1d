import type { ResultPart } from '../../../protocol/cellResult.ts';
import { describeChoices } from './chatCompletion.ts';
import type { StreamEvent } from './eventSource.ts';
import type { Growing } from './growing.ts';
import { numberOf, objectOf, objectsOf, slot, textOf, type Json } from './json.ts';
import type { Sent } from './answer.ts';

/** Chunks of a chat completion, or of a completion, added up to one. */
export class ChoicesStream implements Growing {
  readonly #sent: Sent;
  /** Without a prototype: any name is a field. */
  readonly #top = Object.create(null) as Json;
  readonly #choices: Json[] = [];
  /** Sound of each choice as it came: pieces of base64, each with an end of its own. */
  readonly #sound = new Map<Json, Buffer[]>();

  constructor(sent: Sent) {
    this.#sent = sent;
  }

  take({ data }: StreamEvent): void {
    for (const name of Object.keys(data)) {
      const value = data[name];
      // The first says what it is (Azure's has its fields, and nothing in them), the last the usage.
      if (name === 'usage' ? isSaid(value) : name !== 'choices' && isUnsaid(this.#top[name])) this.#top[name] = value;
    }
    for (const chunk of objectsOf(data.choices)) this.#takeChoice(chunk);
  }

  parts(): ResultPart[] {
    return describeChoices(this.#whole(), this.#sent);
  }

  value(): unknown {
    for (const [audio, pieces] of this.#sound) audio.data = Buffer.concat(pieces).toString('base64');
    return this.#whole();
  }

  #whole(): Json {
    const object = this.#top.object === 'chat.completion.chunk' ? { object: 'chat.completion' } : {};
    const choices = this.#choices.toSorted((a, b) => (numberOf(a.index) ?? 0) - (numberOf(b.index) ?? 0));
    return { ...this.#top, ...object, choices };
  }

  #takeChoice(chunk: Json): void {
    const { index = 0 } = chunk;
    let choice = this.#choices.find((one) => one.index === index);
    if (!choice) {
      choice = {
        index,
        ...(typeof chunk.text === 'string' ? { text: '' } : { message: { role: 'assistant', content: null } }),
      };
      this.#choices.push(choice);
    }
    if (typeof chunk.text === 'string') append(choice, 'text', chunk.text);
    if (chunk.finish_reason !== undefined) choice.finish_reason = chunk.finish_reason ?? choice.finish_reason ?? null;
    if (chunk.content_filter_results) addFilters(choice, objectOf(chunk.content_filter_results));
    if (chunk.logprobs) addLogprobs(choice, objectOf(chunk.logprobs));
    if (chunk.delta) this.#takeDelta(objectOf(choice.message), objectOf(chunk.delta));
  }

  #takeDelta(message: Json, delta: Json): void {
    for (const name of ['content', 'refusal', 'reasoning_content', 'reasoning'] as const)
      append(message, name, delta[name]);
    const images = objectsOf(delta.images);
    if (images.length > 0) message.images = [...objectsOf(message.images), ...images];
    const annotations = objectsOf(delta.annotations);
    if (annotations.length > 0) message.annotations = [...objectsOf(message.annotations), ...annotations];
    if (delta.function_call)
      message.function_call = addCall(objectOf(message.function_call), objectOf(delta.function_call));
    const calls = objectsOf(delta.tool_calls);
    if (calls.length > 0) {
      const list = Array.isArray(message.tool_calls)
        ? (message.tool_calls as Json[])
        : (message.tool_calls = [] as Json[]);
      for (const call of calls) takeCall(list, call);
    }
    if (delta.audio) this.#takeAudio(message, objectOf(delta.audio));
  }

  #takeAudio(message: Json, { data, transcript, ...rest }: Json): void {
    const audio = (message.audio ??= {}) as Json;
    Object.assign(audio, rest);
    append(audio, 'transcript', transcript);
    const base64 = textOf(data);
    if (base64 === undefined) return;
    const pieces = this.#sound.get(audio) ?? [];
    this.#sound.set(audio, pieces);
    pieces.push(Buffer.from(base64, 'base64'));
  }
}

function append(target: Json, name: string, delta: unknown): void {
  if (typeof delta === 'string') target[name] = (textOf(target[name]) ?? '') + delta;
}

const isUnsaid = (value: unknown): boolean => value === undefined || value === '';
const isSaid = (value: unknown): boolean => value !== undefined && value !== null;

/** What a later chunk says of the text so far is truer, but what was kept back stays so. */
function addFilters(choice: Json, found: Json): void {
  const whole = (choice.content_filter_results ??= {}) as Json;
  for (const [category, result] of Object.entries(found)) {
    if (objectOf(whole[category]).filtered !== true) whole[category] = result;
  }
}

function addLogprobs(choice: Json, logprobs: Json): void {
  const whole = (choice.logprobs ??= {}) as Json;
  for (const [name, values] of Object.entries(logprobs)) {
    if (!Array.isArray(values)) continue;
    const list = Array.isArray(whole[name]) ? (whole[name] as unknown[]) : [];
    list.push(...(values as unknown[]));
    whole[name] = list;
  }
}

/** By index; where a server gives none, or the same for all, a new id with a name begins a new call. */
function takeCall(calls: Json[], { index, ...delta }: Json): void {
  const known = typeof index === 'number' ? calls[index] : calls.at(-1);
  const part = objectOf(delta.function ?? delta.custom);
  const isNew = !known || (textOf(delta.id) !== undefined && textOf(part.name) !== undefined && delta.id !== known.id);
  const call = isNew ? slot(calls, undefined, () => ({})) : known;
  if (textOf(delta.id)) call.id = delta.id;
  call.type = textOf(delta.type) ?? call.type ?? 'function';
  const name = delta.custom ? 'custom' : 'function';
  call[name] = addCall(objectOf(call[name]), part);
}

function addCall(call: Json, { name, arguments: json, input }: Json): Json {
  if (textOf(name)) call.name = name;
  append(call, 'arguments', json);
  append(call, 'input', input);
  return call;
}
