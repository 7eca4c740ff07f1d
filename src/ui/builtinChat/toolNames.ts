/** How the tools are called that VS Code's own chat and other extensions get from us, without `parley_` before it. */
export const toolNames = [
  'generate_image',
  'transcribe_audio',
  'speak_text',
  'moderate_text',
  'extract_json',
  'call_api',
] as const;

/** The name in the manifest and for models. */
export const languageModelToolName = (name: string): string => `parley_${name}`;
