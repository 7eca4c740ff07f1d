import { json, newId, objectsIn, textIn, type Json, type Routes } from './api.ts';
import { Collection, page } from './collection.ts';

/** Conversations and their items. */
export class ConversationStore {
  readonly #conversations = new Collection({ prefix: 'conv_', object: 'conversation', noun: 'conversation' });
  readonly #items = new Map<string, Json[]>();

  /** All that was said so far, oldest first. Throws a 404. */
  items(id: string): readonly Json[] {
    this.#conversations.get(id);
    return this.#items.get(id) ?? [];
  }

  add(id: string, items: readonly Json[]): Json[] {
    const added = items.map((item) => ({
      id: newId('msg_'),
      type: 'message',
      status: 'completed',
      ...withParts(item),
    }));
    this.#items.set(id, [...this.items(id), ...added]);
    return added;
  }

  readonly routes: Routes = {
    'POST /conversations': ({ body }) => {
      const conversation = this.#conversations.create({ metadata: body.metadata ?? {} });
      this.add(textIn(conversation.id), objectsIn(body.items));
      return json(conversation);
    },
    'GET /conversations/{id}': (_, id = '') => json(this.#conversations.get(id)),
    'POST /conversations/{id}': ({ body }, id = '') =>
      json(this.#conversations.update(id, { metadata: body.metadata })),
    'DELETE /conversations/{id}': (_, id = '') => json(this.#conversations.delete(id, 'conversation.deleted')),
    'POST /conversations/{id}/items': ({ body }, id = '') => {
      const added = this.add(id, objectsIn(body.items));
      return json(page(added, new URLSearchParams()));
    },
    'GET /conversations/{id}/items': ({ query }, id = '') => {
      const items = this.items(id);
      return json(page(query.get('order') === 'asc' ? items : items.toReversed(), query));
    },
    'GET /conversations/{id}/items/{item}': (_, id = '', item = '') =>
      json(this.items(id).find((each) => each.id === item) ?? null),
    'DELETE /conversations/{id}/items/{item}': (_, id = '', item = '') => {
      this.#items.set(
        id,
        this.items(id).filter((each) => each.id !== item),
      );
      return json(this.#conversations.get(id));
    },
  };
}

/** A message whose content is a list of parts, as the API gives it back. */
function withParts(item: Json): Json {
  if (typeof item.content !== 'string') return item;
  const type = item.role === 'assistant' ? 'output_text' : 'input_text';
  return { ...item, content: [{ type, text: item.content, ...(type === 'output_text' && { annotations: [] }) }] };
}
