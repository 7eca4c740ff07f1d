import type {
  Conversation,
  ConversationCreateParams,
  ConversationDeletedResource,
  ConversationUpdateParams,
} from 'openai/resources/conversations/conversations';
import type {
  ConversationItem,
  ConversationItemList,
  ItemCreateParams,
  ItemDeleteParams,
  ItemListParams,
  ItemRetrieveParams,
} from 'openai/resources/conversations/items';
import { path } from '../address.ts';
import type { RequestOptions, Transport } from '../transport.ts';

export function conversations(transport: Transport) {
  return {
    create: (body: ConversationCreateParams | null = {}, options?: RequestOptions) =>
      transport.json<Conversation>({ method: 'POST', path: '/conversations', body: body ?? undefined }, options),
    retrieve: (conversationID: string, options?: RequestOptions) =>
      transport.json<Conversation>({ method: 'GET', path: path`/conversations/${conversationID}` }, options),
    update: (conversationID: string, body: ConversationUpdateParams, options?: RequestOptions) =>
      transport.json<Conversation>({ method: 'POST', path: path`/conversations/${conversationID}`, body }, options),
    delete: (conversationID: string, options?: RequestOptions) =>
      transport.json<ConversationDeletedResource>(
        { method: 'DELETE', path: path`/conversations/${conversationID}` },
        options,
      ),
    items: conversationItems(transport),
  };
}

function conversationItems(transport: Transport) {
  const itemPath = (conversationID: string, itemID: string) => path`/conversations/${conversationID}/items/${itemID}`;
  return {
    create: (conversationID: string, { include, ...body }: ItemCreateParams, options?: RequestOptions) =>
      transport.json<ConversationItemList>(
        { method: 'POST', path: path`/conversations/${conversationID}/items`, query: { include }, body },
        options,
      ),
    retrieve: (itemID: string, { conversation_id, ...query }: ItemRetrieveParams, options?: RequestOptions) =>
      transport.json<ConversationItem>({ method: 'GET', path: itemPath(conversation_id, itemID), query }, options),
    list: (conversationID: string, query?: ItemListParams | null, options?: RequestOptions) =>
      transport.list<ConversationItem>(
        { method: 'GET', path: path`/conversations/${conversationID}/items`, query },
        options,
      ),
    delete: (itemID: string, { conversation_id }: ItemDeleteParams, options?: RequestOptions) =>
      transport.json<Conversation>({ method: 'DELETE', path: itemPath(conversation_id, itemID) }, options),
  };
}
