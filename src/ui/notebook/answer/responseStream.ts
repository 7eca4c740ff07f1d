import type { OpenAIError } from '../../../openai/errors.ts';
import { eventError } from '../../../openai/responseError.ts';
import type { ResultPart } from '../../../protocol/cellResult.ts';
import type { StreamEvent } from './eventSource.ts';
import type { Growing } from './growing.ts';
import { numberOf, objectOf, objectsOf, slot, textOf, type Json } from './json.ts';
import { describeResponse } from './response.ts';

/** Which field of an item, or of its content, a delta is the next piece of. */
const FIELD_OF_DELTA: Readonly<Record<string, string>> = {
  'response.function_call_arguments.delta': 'arguments',
  'response.mcp_call_arguments.delta': 'arguments',
  'response.custom_tool_call_input.delta': 'input',
  'response.code_interpreter_call_code.delta': 'code',
};

/** Events of the Responses API added up to the response. */
export class ResponseStream implements Growing {
  failure: OpenAIError | undefined;
  #response: Json = {};
  readonly #items = new Map<number, Json>();
  /** The newest partial image of each item. It is no part of the response. */
  readonly #partialImages = new Map<number, string>();

  take({ name, data }: StreamEvent): void {
    if (data.response) this.#response = objectOf(data.response);
    if (name === 'response.failed') {
      const { error, content_filters } = this.#response;
      this.failure = eventError({ ...objectOf(error), content_filters });
    }
    const index = numberOf(data.output_index);
    if (index === undefined) return;
    if (data.item) this.#items.set(index, structuredClone(objectOf(data.item)));
    else this.#grow(name, index, data);
  }

  parts(): ResultPart[] {
    const output = this.#output().map(([index, item]) => {
      const image = this.#partialImages.get(index);
      return image !== undefined && !item.result ? { ...item, partial_image: image } : item;
    });
    return describeResponse({ ...this.#response, output: output.length > 0 ? output : this.#response.output });
  }

  value(): unknown {
    // Some servers end with a response without its output.
    if (objectsOf(this.#response.output).length > 0 || this.#items.size === 0) return this.#response;
    return { ...this.#response, output: this.#output().map(([, item]) => item) };
  }

  #output(): [number, Json][] {
    return [...this.#items].sort(([a], [b]) => a - b);
  }

  #grow(name: string, index: number, data: Json): void {
    const item = this.#item(name, index);
    const delta = textOf(data.delta) ?? '';
    const field = FIELD_OF_DELTA[name];
    if (field !== undefined) {
      item[field] = (textOf(item[field]) ?? '') + delta;
      return;
    }
    switch (name) {
      case 'response.content_part.added':
        slot(listIn(item, 'content'), data.content_index, () => structuredClone(objectOf(data.part)));
        break;
      case 'response.output_text.delta':
        grow(
          slot(listIn(item, 'content'), data.content_index, () => ({ type: 'output_text' })),
          'text',
          delta,
        );
        break;
      case 'response.refusal.delta':
        grow(
          slot(listIn(item, 'content'), data.content_index, () => ({ type: 'refusal' })),
          'refusal',
          delta,
        );
        break;
      case 'response.reasoning_text.delta':
        grow(
          slot(listIn(item, 'content'), data.content_index, () => ({ type: 'reasoning_text' })),
          'text',
          delta,
        );
        break;
      case 'response.reasoning_summary_text.delta':
        grow(
          slot(listIn(item, 'summary'), data.summary_index, () => ({ type: 'summary_text' })),
          'text',
          delta,
        );
        break;
      case 'response.output_text.annotation.added': {
        const part = slot(listIn(item, 'content'), data.content_index, () => ({ type: 'output_text' }));
        listIn(part, 'annotations').push(objectOf(data.annotation));
        break;
      }
      case 'response.image_generation_call.partial_image':
        if (typeof data.partial_image_b64 === 'string') this.#partialImages.set(index, data.partial_image_b64);
        break;
      default: {
        // `response.web_search_call.searching`: how far a tool of the server is.
        const [, state] = /^response\.\w+_(?:call|tools)\.(\w+)$/.exec(name) ?? [];
        if (state !== undefined) item.status = state;
      }
    }
  }

  #item(name: string, index: number): Json {
    const known = this.#items.get(index);
    if (known) return known;
    const [, tool] = /^response\.(\w+_call)[._]/.exec(name) ?? [];
    const made: Json = { type: tool ?? (name.includes('reasoning') ? 'reasoning' : 'message') };
    this.#items.set(index, made);
    return made;
  }
}

function listIn(target: Json, name: string): Json[] {
  if (!Array.isArray(target[name])) target[name] = [];
  return target[name] as Json[];
}

function grow(target: Json, name: string, delta: string): void {
  target[name] = (textOf(target[name]) ?? '') + delta;
}
