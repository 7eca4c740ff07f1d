import type {
  Message,
  MessageCreateParams,
  MessageDeleted,
  MessageDeleteParams,
  MessageListParams,
  MessageRetrieveParams,
  MessageUpdateParams,
} from 'openai/resources/beta/threads/messages';
import { path } from '../address.ts';
import { assistantsV2 } from '../assistantsV2.ts';
import type { RequestOptions, Transport } from '../transport.ts';

/** The messages of a thread. */
export function threadMessages(transport: Transport) {
  return {
    create: (threadID: string, body: MessageCreateParams, options?: RequestOptions) =>
      transport.json<Message>(assistantsV2.post(path`/threads/${threadID}/messages`, body), options),
    retrieve: (messageID: string, { thread_id }: MessageRetrieveParams, options?: RequestOptions) =>
      transport.json<Message>(assistantsV2.get(path`/threads/${thread_id}/messages/${messageID}`), options),
    update: (messageID: string, { thread_id, ...body }: MessageUpdateParams, options?: RequestOptions) =>
      transport.json<Message>(assistantsV2.post(path`/threads/${thread_id}/messages/${messageID}`, body), options),
    list: (threadID: string, query?: MessageListParams | null, options?: RequestOptions) =>
      transport.list<Message>(assistantsV2.get(path`/threads/${threadID}/messages`, query), options),
    delete: (messageID: string, { thread_id }: MessageDeleteParams, options?: RequestOptions) =>
      transport.json<MessageDeleted>(assistantsV2.delete(path`/threads/${thread_id}/messages/${messageID}`), options),
  };
}
