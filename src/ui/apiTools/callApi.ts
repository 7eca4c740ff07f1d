import { z } from 'zod';
import { callCost } from '../../agent/models/callCost.ts';
import type { Tool } from '../../agent/tool.ts';
import { visibleJson } from '../../editor/otherTools/plainText.ts';
import { costNote, doneMessage } from '../doneMessage.ts';
import { meteredCall } from '../meteredCall.ts';
import { requireTrust } from '../requireTrust.ts';
import { readApiRequest, type ApiRequest } from './apiRequest.ts';
import { apiTool, resultData, type ApiToolParts } from './apiTool.ts';
import { paidApproval } from './paidApproval.ts';

const feature = 'Tool: API Request';

export const callApi = (parts: ApiToolParts): Tool =>
  apiTool(parts, {
    name: 'call_api',
    description:
      'Sends one request to the OpenAI API, or the compatible server of the user’s active profile, with the user’s key, and answers with the JSON. For endpoints without a tool of their own: models, embeddings, files, batches, fine-tuning jobs, vector stores, responses. Bodies are JSON; no file is uploaded.',
    parameters: z.strictObject({
      method: z.enum(['GET', 'POST', 'DELETE']),
      path: z.string().describe('Below the base URL, with ids filled in: /embeddings or /files/file-abc'),
      query: z.looseObject({}).nullable().describe('Parameters of the query by their names.'),
      body: z.looseObject({}).nullable().describe('The JSON body of a POST.'),
    }),
    prepare: (written, { conversationId, signal }) => {
      requireTrust('sends no requests for a model');
      const { account } = parts;
      const { profile } = account;
      const request = readApiRequest(written, profile);
      const { method, path, query, headers, body, why } = request;
      return Promise.resolve({
        title: `${method} ${path}`,
        approval: paidApproval({
          title: method === 'DELETE' ? 'Delete through the API: this cannot be undone' : 'Send a request to the API',
          profile,
          method,
          path,
          request: body ?? {},
          content: contentOf(request),
          ...(why === undefined ? { covers: method === 'GET' ? 'every GET' : `every POST ${path}` } : { why }),
        }),
        run: () =>
          meteredCall(parts, conversationId || feature, async (spend) => {
            const [client, { readAnswer }] = await Promise.all([
              account.client(profile, feature),
              import('../notebook/answer/readAnswer.ts'),
            ]);
            const startedAt = performance.now();
            const response = await client.request({ method, path, query, headers, ...(body && { body }) }, { signal });
            const sent = { method, path, ...(body && { body }), startedAt };
            const { value, model, usage, audioSeconds } = await readAnswer(response, sent, {
              signal,
              onParts: () => undefined,
              loadImage: () => Promise.resolve(undefined),
            });
            const cost =
              method === 'POST'
                ? callCost({
                    path,
                    request: body ?? {},
                    answer: value,
                    ...(model !== undefined && { model }),
                    ...(usage && { usage }),
                    ...(audioSeconds !== undefined && { audioSeconds }),
                  })
                : undefined;
            spend(cost);
            const note = doneMessage(`${method} ${path}: ${response.status}`, costNote(cost, profile));
            return `${note}\n${resultData(parts, 'The answer', value)}`;
          }),
      });
    },
  });

function contentOf({ query, body }: ApiRequest): string {
  const hasQuery = Object.keys(query).length > 0;
  return [...(hasQuery ? [visibleJson({ query })] : []), ...(body ? [visibleJson(body)] : [])].join('\n');
}
