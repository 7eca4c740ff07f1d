import type { OpenAIError } from '../../../openai/errors.ts';
import { eventError } from '../../../openai/responseError.ts';
import type { ResultPart } from '../../../protocol/cellResult.ts';
import type { StreamEvent } from './eventSource.ts';
import type { Growing } from './growing.ts';
import { objectOf, objectsOf, slot, textOf, type Json } from './json.ts';
import { describeMessage, describeRun, describeStep } from './threads.ts';

/** The events of an assistant's run: `thread.run.*`, its steps and its messages. */
export class RunStream implements Growing {
  failure: OpenAIError | undefined;
  #run: Json = {};
  readonly #steps = new Map<unknown, Json>();
  readonly #messages = new Map<unknown, Json>();

  take({ name, data }: StreamEvent): void {
    const known = name.startsWith('thread.run.step.') ? this.#steps : this.#messages;
    if (name.endsWith('.delta')) {
      const thing = known.get(data.id) ?? {};
      known.set(data.id, thing);
      const delta = objectOf(data.delta);
      if (known === this.#messages) growContent(thing, delta);
      else growStep(thing, delta);
    } else if (name.startsWith('thread.run.step.') || name.startsWith('thread.message.')) {
      known.set(data.id, structuredClone(data));
    } else if (name.startsWith('thread.run.')) {
      this.#run = data;
      if (name === 'thread.run.failed') this.failure = eventError(data.last_error);
    }
  }

  parts(): ResultPart[] {
    return [
      ...[...this.#messages.values()].flatMap(describeMessage),
      ...[...this.#steps.values()].flatMap(describeStep),
      ...describeRun(this.#run),
    ];
  }

  value(): unknown {
    return this.#run;
  }
}

function growContent(message: Json, delta: Json): void {
  const content = listIn(message, 'content');
  for (const piece of objectsOf(delta.content)) {
    const part = slot(content, piece.index, () => ({ type: piece.type }));
    if (piece.type !== 'text') {
      Object.assign(part, piece);
      continue;
    }
    const text = (part.text ??= {}) as Json;
    const added = objectOf(piece.text);
    text.value = (textOf(text.value) ?? '') + (textOf(added.value) ?? '');
    listIn(text, 'annotations').push(...objectsOf(added.annotations));
  }
}

function growStep(step: Json, delta: Json): void {
  const calls = listIn((step.step_details ??= {}) as Json, 'tool_calls');
  for (const piece of objectsOf(objectOf(delta.step_details).tool_calls)) {
    const call = slot(calls, piece.index, () => ({ type: piece.type }));
    if (textOf(piece.id)) call.id = piece.id;
    const kind = textOf(piece.type) ?? 'function';
    const [target, added] = [(call[kind] ??= {}) as Json, objectOf(piece[kind])];
    for (const [name, value] of Object.entries(added)) {
      const grows = typeof value === 'string' && (name === 'arguments' || name === 'input');
      target[name] = grows ? (textOf(target[name]) ?? '') + value : value;
    }
  }
}

function listIn(target: Json, name: string): Json[] {
  if (!Array.isArray(target[name])) target[name] = [];
  return target[name] as Json[];
}
