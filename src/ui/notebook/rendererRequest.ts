import { z } from 'zod';
import type { RendererRequest } from '../../protocol/cellResult.ts';
import type { ChatAction } from '../../protocol/chat.ts';

const actions = [
  'setApiKey',
  'useLocalServer',
  'switchProfile',
  'selectModel',
  'openSettings',
  'showLog',
  'openWalkthrough',
  'manageTrust',
] as const satisfies readonly ChatAction[];
const base64 = z.base64().min(1);
const image = z.object({
  kind: z.literal('image'),
  mimeType: z.enum(['image/png', 'image/jpeg', 'image/webp', 'image/gif']),
  base64,
});
const audio = z.object({ kind: z.literal('audio'), mimeType: z.string().regex(/^audio\/[\w.+-]+(;|$)/i), base64 });
const request = z.discriminatedUnion('type', [
  z.object({ type: z.literal('save'), part: z.discriminatedUnion('kind', [image, audio]) }),
  z.object({ type: z.literal('openLink'), url: z.string().max(8_000) }),
  z.object({ type: z.literal('action'), action: z.enum(actions) }),
]);

/** What a renderer asked for. Outputs come from servers and files, so a message may be anything: throws where it is none. */
export function readRendererRequest(message: unknown): RendererRequest {
  const { success, data } = request.safeParse(message);
  if (!success) throw new Error('The result asked for something that Parley does not do.');
  return data;
}
