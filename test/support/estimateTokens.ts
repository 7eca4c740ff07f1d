/** OpenAI's encoding o200k_base takes 4.5 bytes a token for the JSON of our instructions and tools, as measured. */
const bytesPerToken = 4;

/** An upper estimate of the tokens of English text and JSON schemas, by their bytes: an eighth more than measured. */
export const estimateTokens = (text: string): number => Math.ceil(Buffer.byteLength(text) / bytesPerToken);
