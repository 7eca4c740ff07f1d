import { z } from 'zod';
import { callCost } from '../../agent/models/callCost.ts';
import type { Tool } from '../../agent/tool.ts';
import { meteredCall } from '../meteredCall.ts';
import { taskModelUnasked } from '../taskModel.ts';
import { moderate } from '../text/moderate.ts';
import { apiTool, resultData, type ApiToolParts } from './apiTool.ts';
import { paidApproval } from './paidApproval.ts';

const feature = 'Tool: Moderate Text';
const path = '/moderations';

export const moderateText = (parts: ApiToolParts): Tool =>
  apiTool(parts, {
    name: 'moderate_text',
    description:
      'Has a moderation model look at a text: whether it is flagged, and the score of each category such as hate or violence.',
    parameters: z.strictObject({ text: z.string().describe('What is looked at.') }),
    prepare: async ({ text }, { conversationId, signal }) => {
      if (text.trim() === '') throw new Error('Give in `text` what is to be looked at.');
      const { account } = parts;
      const { profile } = account;
      const model = await taskModelUnasked(parts, 'moderation');
      return {
        title: `Moderate a text with ${model}`,
        approval: paidApproval({
          title: 'Moderate a text',
          profile,
          path,
          request: { model },
          content: text,
          covers: 'every text that is moderated',
        }),
        run: () =>
          meteredCall(parts, conversationId || feature, async (spend) => {
            const client = await account.client(profile, feature);
            const { markdown } = await moderate(client, { text, label: 'the text', startLine: 1 }, model, signal);
            spend(callCost({ path, request: { model } }));
            return resultData(parts, 'The report', markdown);
          }),
      };
    },
  });
