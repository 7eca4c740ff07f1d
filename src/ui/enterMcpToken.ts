import * as vscode from 'vscode';
import { assertMayCarryKey, type McpServer } from '../editor/apiKey.ts';
import { serverOf } from '../editor/profile.ts';
import type { Parts } from './parts.ts';

/** Asks what the model's server is to show to an MCP server, and keeps it. Nothing typed takes it away. */
export async function enterMcpToken(
  { account, apiKeys }: Pick<Parts, 'account' | 'apiKeys'>,
  server: McpServer,
): Promise<void> {
  const { profile } = account;
  assertMayCarryKey(profile);
  const typed = await vscode.window.showInputBox({
    title: `Authorization for the MCP Server ${server.server_label}`,
    prompt: `A token. ${serverOf(profile)} gets it with each message and shows it to ${new URL(server.server_url).host}. Kept in VS Code's secret storage; leave it empty to remove it.`,
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) =>
      /^[\x21-\x7e]*$/.test(cleanToken(value)) ? undefined : 'A token has no spaces and only plain characters.',
  });
  if (typed === undefined) return;
  const token = cleanToken(typed);
  await apiKeys.setMcpToken(profile, server, token === '' ? undefined : token);
}

const cleanToken = (typed: string): string => typed.trim().replace(/^Bearer\s+/i, '');
