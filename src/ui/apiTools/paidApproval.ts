import type { ApprovalRequest } from '../../agent/approval.ts';
import { listPrice } from '../../agent/models/listPrice.ts';
import { plainLine } from '../../editor/otherTools/plainText.ts';
import { serverOf, type Profile } from '../../editor/profile.ts';
import { listPriceNote, priceText } from '../priceText.ts';

export interface PaidRequest {
  /** "Generate a picture". */
  title: string;
  profile: Profile;
  method?: string;
  /** Below the base URL. */
  path: string;
  /** What the price follows from: its model first. */
  request: Record<string, unknown>;
  /** Lines about it, such as "Saved in images". */
  facts?: readonly string[];
  /** What is sent, as a person reads it. May be empty. */
  content: string;
  /** What approving more than this call approves: "every picture". Absent: it asks every time. */
  covers?: string;
  /** Why it asks every time, as the end of "It …". */
  why?: string;
}

const mostFactCharacters = 2_000;

/**
 * What the user is asked before a request that costs money: where it goes, what it costs by the list and what is sent.
 * The lines before the first blank one of its `detail` are facts, the rest is what is sent.
 */
export function paidApproval({
  title,
  profile,
  method = 'POST',
  path,
  request,
  facts = [],
  content,
  covers,
  why,
}: PaidRequest): ApprovalRequest {
  const { model } = request;
  const server = serverOf(profile);
  const lines = [
    `${method} ${new URL(profile.baseURL).pathname.replace(/\/$/, '')}${path} at ${server} (profile ${profile.name})`,
    ...(typeof model === 'string' ? [`Model: ${model}`] : []),
    `Cost: ${method === 'POST' ? costText(path, request, profile) : `none is listed for a ${method}`}`,
    ...facts,
  ].map((line) => plainLine(line, mostFactCharacters));
  return {
    kind: 'run',
    title,
    detail: [lines.join('\n'), ...(content === '' ? [] : [content])].join('\n\n'),
    ...(covers !== undefined && { scope: `${covers} at ${server}`, covers: `${covers} at ${server}` }),
    ...(why !== undefined && { why }),
  };
}

function costText(path: string, request: Record<string, unknown>, profile: Profile): string {
  const price = listPrice(path, request);
  if (!price) return 'not known';
  return 'usd' in price ? priceText(price.usd, profile) : price.rate + listPriceNote(profile);
}
