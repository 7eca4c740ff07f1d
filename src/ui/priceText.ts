import { isPricedByOpenAI, type Profile } from '../editor/profile.ts';
import { formatCost } from '../protocol/figures.ts';

/** ` at OpenAI's list price` where the server may ask another; empty at OpenAI and Azure. */
export const listPriceNote = (profile: Profile): string => (isPricedByOpenAI(profile) ? '' : " at OpenAI's list price");

/** `$0.0042`, `free`; of a server that may ask another price, `$0.0042 at OpenAI's list price`. */
export const priceText = (usd: number, profile: Profile): string =>
  (usd === 0 ? 'free' : formatCost(usd)) + listPriceNote(profile);
