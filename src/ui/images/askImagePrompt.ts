import * as vscode from 'vscode';

/** What has been typed and did not become a picture yet, kept in the workspace. */
export interface ImagePrompt {
  text: string;
  /** It became a picture: the question begins empty again. */
  done(): Promise<void>;
}

interface Question {
  title: string;
  prompt: string;
  /** What an empty answer is told. */
  missing: string;
  /** Under which name it is kept. */
  key: string;
  /** Comes before what was typed last. */
  selected?: string;
}

/** Asks for a prompt; that of a request which failed or was given up stands there again. Undefined where it is closed. */
export async function askImagePrompt(
  memory: vscode.Memento,
  { title, prompt, missing, key, selected = '' }: Question,
): Promise<ImagePrompt | undefined> {
  const typed = await vscode.window.showInputBox({
    title,
    prompt,
    value: selected || memory.get(key, ''),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? missing : undefined),
  });
  const text = typed?.trim();
  if (!text) return undefined;
  await memory.update(key, text);
  return { text, done: async () => memory.update(key, undefined) };
}
