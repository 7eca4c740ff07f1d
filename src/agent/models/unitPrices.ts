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

/** OpenAI asks the same for the pictures of this generation and the last. */
const gptImage2: UnitPrice = { tokens: { text: { input: 5 }, image: { input: 8, output: 30 } } };

/**
 * By the family of the catalog. Standard processing: batch, flex and fast cost otherwise; cached input is reckoned as any.
 *
 * Read in November 2026 on the models' own pages at developers.openai.com: gpt-image-2.6-sunburst, gpt-4o-mini-tts,
 * gpt-transcribe, gpt-4o-mini-audio, and the text of gpt-audio-mini. What a minute of the gpt-4o speech models costs is
 * OpenAI's own estimate. From the lists of others, that of LiteLLM (July 2026) first, and said by them to be OpenAI's: the
 * rest. The last known price of models that are retired or about to be: DALL-E, gpt-image-1, -1.5 and -mini.
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
  'gpt-image-2.6-flare': gptImage2,
  'gpt-image-2.6-sunburst': gptImage2,
  'gpt-image-2.5-flare': gptImage2,
  'gpt-image-2.5-sunburst': gptImage2,
  'gpt-image-2': gptImage2,
  'gpt-image-1.5': { tokens: { text: { input: 5, output: 10 }, image: { input: 8, output: 32 } } },
  'gpt-image-1': { tokens: { text: { input: 5 }, image: { input: 10, output: 40 } } },
  'gpt-image-1-mini': { tokens: { text: { input: 2 }, image: { input: 2.5, output: 8 } } },
  'gpt-audio': { tokens: { text: { input: 2.5, output: 10 }, audio: { input: 32, output: 64 } } },
  'gpt-audio-mini': { tokens: { text: { input: 0.6, output: 2.4 }, audio: { input: 10, output: 20 } } },
  'gpt-4o-audio': { tokens: { text: { input: 2.5, output: 10 }, audio: { input: 40, output: 80 } } },
  'gpt-4o-mini-audio': { tokens: { text: { input: 0.15, output: 0.6 }, audio: { input: 10, output: 20 } } },
  'tts-1': { millionCharacters: 15 },
  'tts-1-hd': { millionCharacters: 30 },
  'gpt-4o-mini-tts': { tokens: { text: { input: 0.6 }, audio: { output: 12 } }, minute: 0.015 },
  'whisper-1': { minute: 0.006 },
  'gpt-transcribe': { minute: 0.0045 },
  'gpt-4o-transcribe': { minute: 0.006 },
  'gpt-4o-transcribe-diarize': { minute: 0.006 },
  'gpt-4o-mini-transcribe': { minute: 0.003 },
  'omni-moderation': { free: true },
  'text-moderation': { free: true },
};
