import * as vscode from 'vscode';
import { z } from 'zod';
import type { Tool } from '../../agent/tool.ts';
import type { ImageAttachment } from '../../agent/transcript.ts';
import { imageType } from '../../editor/imageType.ts';
import { qualities, sizes } from '../images/askImageOptions.ts';
import { imageFetcher } from '../images/imageFetcher.ts';
import { makeImage } from '../images/makeImage.ts';
import { costNote, doneMessage, droppedNote } from '../doneMessage.ts';
import { meteredCall } from '../meteredCall.ts';
import { requireTrust } from '../requireTrust.ts';
import { saveNew, slugOf } from '../saveNew.ts';
import { taskModelUnasked } from '../taskModel.ts';
import { apiTool, type ApiToolParts } from './apiTool.ts';
import { paidApproval } from './paidApproval.ts';
import { saveFolder } from './saveFolder.ts';

const feature = 'Tool: Generate Image';
const path = '/images/generations';
/** A larger picture is only saved. */
const mostShownBytes = 5e6;

export const generateImage = (parts: ApiToolParts): Tool =>
  apiTool(parts, {
    name: 'generate_image',
    description:
      'Makes a picture from a description with an image model, on the user’s key, and saves it as a new file in the folder images of the workspace. Answers with its path.',
    parameters: z.strictObject({
      prompt: z.string().describe('What the picture shows, in all the detail that matters.'),
      size: z.enum(sizes).nullable().describe('Width and height in pixels. The model may not have every size.'),
      quality: z.enum(qualities).nullable().describe('The model may not have every quality.'),
      name: z.string().nullable().describe('A short name for the file, without an extension.'),
    }),
    prepare: async ({ prompt, size, quality, name }, { conversationId, signal, report }) => {
      requireTrust('saves no pictures');
      if (prompt.trim() === '') throw new Error('Say in `prompt` what the picture shall show.');
      const { account } = parts;
      const { profile } = account;
      const folder = saveFolder(parts);
      const model = await taskModelUnasked(parts, 'image');
      const options = { ...(size && { size }), ...(quality && { quality }) };
      return {
        title: `Generate a picture with ${model}`,
        approval: paidApproval({
          title: 'Generate a picture',
          profile,
          path,
          request: { model, prompt, n: 1, ...options },
          facts: [...Object.entries(options).map(([option, value]) => `${option}: ${value}`), 'Saved in images'],
          content: prompt,
          covers: 'every picture',
        }),
        run: () =>
          meteredCall(parts, conversationId || feature, async (spend) => {
            const client = await account.client(profile, feature);
            const made = await makeImage(
              client,
              { model, prompt, options },
              { signal, report, fetchImage: imageFetcher(parts, signal) },
            );
            spend(made.cost);
            signal.throwIfAborted();
            const file = `${slugOf(name ?? prompt, 'image')}.${made.extension}`;
            const saved = vscode.workspace.asRelativePath(await saveNew(folder, 'images', file, made.bytes));
            const text = doneMessage(`Saved ${saved}`, model, costNote(made.cost, profile), droppedNote(made.dropped));
            return { text, images: shown(saved, made.bytes) };
          }),
      };
    },
  });

function shown(label: string, bytes: Uint8Array): ImageAttachment[] {
  const mediaType = imageType(bytes);
  if (!mediaType || bytes.length > mostShownBytes) return [];
  return [{ kind: 'image', label, mediaType, data: Buffer.from(bytes).toString('base64') }];
}
