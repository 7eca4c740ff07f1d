/** What a kind of token costs, in US dollars per million. Absent: not sold, or not known. */
export interface TokenRate {
  input?: number;
  output?: number;
}

/** Where text, pictures and sound cost differently. */
export interface TokenRates {
  text?: TokenRate;
  image?: TokenRate;
  audio?: TokenRate;
}

/** How a model is paid for that the catalog's one price per token does not fit. */
export interface UnitPrice {
  /** US dollars for an image, by `quality size`. */
  image?: Readonly<Record<string, number>>;
  /** The size and the quality of a request that names none. */
  standardImage?: { size: string; quality: string };
  /** US dollars for a million characters that are spoken. */
  millionCharacters?: number;
  /** US dollars for a minute of audio, heard or spoken. Where tokens are counted as well, these are what is paid. */
  minute?: number;
  tokens?: TokenRates;
  free?: true;
}

const dallE = { size: '1024x1024', quality: 'standard' };

/**
 * By the family of the catalog. Source: the price list of OpenAI's API and the pages of its models at
 * developers.openai.com, November 2026; of models that are gone, their last price. Batch, flex and priority cost otherwise.
 */
export const unitPrices: Readonly<Record<string, UnitPrice>> = {
  'dall-e-3': {
    image: {
      'standard 1024x1024': 0.04,
      'standard 1024x1792': 0.08,
      'standard 1792x1024': 0.08,
      'hd 1024x1024': 0.08,
      'hd 1024x1792': 0.12,
      'hd 1792x1024': 0.12,
    },
    standardImage: dallE,
  },
  'dall-e-2': {
    image: { 'standard 256x256': 0.016, 'standard 512x512': 0.018, 'standard 1024x1024': 0.02 },
    standardImage: dallE,
  },
  'gpt-image-2': { tokens: { text: { input: 5 }, image: { output: 30 } } },
  'gpt-image-1.5': { tokens: { text: { input: 5, output: 10 }, image: { input: 8, output: 32 } } },
  'gpt-image-1': { tokens: { text: { input: 5 }, image: { input: 10, output: 40 } } },
  'gpt-image-1-mini': { tokens: { text: { input: 2 }, image: { input: 2.5, output: 8 } } },
  'gpt-audio': { tokens: { text: { input: 2.5, output: 10 }, audio: { input: 32, output: 64 } } },
  'tts-1': { millionCharacters: 15 },
  'tts-1-hd': { millionCharacters: 30 },
  'gpt-4o-mini-tts': { tokens: { text: { input: 0.6 }, audio: { output: 12 } }, minute: 0.015 },
  'whisper-1': { minute: 0.006 },
  'gpt-4o-transcribe': { minute: 0.006 },
  'gpt-4o-transcribe-diarize': { minute: 0.006 },
  'gpt-4o-mini-transcribe': { minute: 0.003 },
  'omni-moderation': { free: true },
  'text-moderation': { free: true },
};
