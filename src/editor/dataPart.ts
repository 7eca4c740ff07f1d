import * as vscode from 'vscode';

/** Its types came with VS Code 1.106; that of a text part fits wherever one may stand. */
type DataPart = new (data: Uint8Array, mimeType: string) => vscode.LanguageModelTextPart;

/**
 * Bytes as a part of a message, an answer or the result of a tool. Undefined before VS Code 1.106: it had the class, and
 * refused what has such a part.
 */
export function dataPart(data: Uint8Array, mimeType: string): vscode.LanguageModelTextPart | undefined {
  const [major = 0, minor = 0] = vscode.version.split('.').map(Number);
  if (major === 1 && minor < 106) return undefined;
  const { LanguageModelDataPart: Part } = vscode as { LanguageModelDataPart?: DataPart };
  return Part && new Part(data, mimeType);
}
