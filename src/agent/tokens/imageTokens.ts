import { familyIdOf } from '../models/catalog.ts';
import { imageSize } from './imageSize.ts';

/** Tokens of a picture and of each of its tiles of 512 pixels. */
const tiles: Readonly<Record<string, readonly [base: number, perTile: number]>> = {
  'gpt-5': [70, 140],
  'gpt-5-chat': [70, 140],
  'gpt-4.1': [85, 170],
  'gpt-4o': [85, 170],
  'chatgpt-4o': [85, 170],
  'gpt-4-turbo': [85, 170],
  'gpt-4o-mini': [2833, 5667],
  o1: [75, 150],
  'o1-pro': [75, 150],
  o3: [75, 150],
  'o3-pro': [75, 150],
  'computer-use-preview': [65, 129],
};

/** Tokens of each patch of 32 pixels. */
const patches: Readonly<Record<string, number>> = {
  'gpt-5-mini': 1.62,
  'gpt-5-nano': 2.46,
  'gpt-4.1-mini': 1.62,
  'gpt-4.1-nano': 2.46,
  'o4-mini': 1.72,
};
/** Of models whose rule is not published. */
const otherPatches = 1.2;
const mostPatches = 1536;

/** What a picture of unknown size is taken for. */
const usualSize = { width: 1024, height: 1024 };

/** About how many tokens a picture in full detail takes, by what OpenAI publishes of how its models see. */
export function imageTokens(model: string, bytes: Uint8Array): number {
  const { width, height } = imageSize(bytes) ?? usualSize;
  const family = familyIdOf(model) ?? '';
  const rule = tiles[family];
  if (!rule) {
    const count = Math.ceil(width / 32) * Math.ceil(height / 32);
    return Math.ceil(Math.min(mostPatches, count) * (patches[family] ?? otherPatches));
  }
  const [base, perTile] = rule;
  const fitted = Math.min(1, 2048 / Math.max(width, height));
  const scale = fitted * Math.min(1, 768 / (Math.min(width, height) * fitted));
  return base + perTile * Math.ceil((width * scale) / 512) * Math.ceil((height * scale) / 512);
}
