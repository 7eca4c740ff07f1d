import path from 'node:path';
import * as vscode from 'vscode';
import type { FollowedCaret } from './followCaret.ts';
import { imageLink, markdownLink } from './imageLink.ts';
import { reportError } from '../reportError.ts';

/**
 * Inserts the link to a picture at the place that was followed, where the language of the document has one, and says
 * `message`; elsewhere the message offers it, and the path.
 */
export async function insertLink(
  app: Parameters<typeof reportError>[0],
  {
    image,
    prompt,
    caret,
    message,
    apart = false,
  }: {
    image: vscode.Uri;
    prompt: string;
    caret: FollowedCaret | undefined;
    message: string;
    /** True where what stands before the place is no part of the same paragraph. */
    apart?: boolean;
  },
): Promise<void> {
  const link = caret && imageLink(caret.document.languageId, relativePath(caret.document.uri, image), prompt);
  if (link !== undefined && caret && !caret.document.isClosed && (await insert(caret, apart ? `\n\n${link}` : link))) {
    caret.dispose();
    void vscode.window.showInformationMessage(message);
    return;
  }
  const actions: Partial<Record<string, () => Promise<void>>> = {
    ...(caret && {
      'Insert Link': async () => {
        await insert(caret, markdownLink(relativePath(caret.document.uri, image), prompt));
      },
    }),
    'Copy Path': async () => vscode.env.clipboard.writeText(relativePath(caret?.document.uri, image)),
  };
  void offer(app, message, actions).finally(() => caret?.dispose());
}

async function offer(
  app: Parameters<typeof reportError>[0],
  message: string,
  actions: Partial<Record<string, () => Promise<void>>>,
): Promise<void> {
  try {
    const chosen = await vscode.window.showInformationMessage(message, ...Object.keys(actions));
    if (chosen !== undefined) await actions[chosen]?.();
  } catch (error) {
    await reportError(app, error, 'Insert Link');
  }
}

async function insert(caret: FollowedCaret, link: string): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(caret.document.uri, caret.position(), link);
  return vscode.workspace.applyEdit(edit);
}

/** The path of the picture from the folder of the document; from that of the workspace where they are not on one disk. */
function relativePath(document: vscode.Uri | undefined, image: vscode.Uri): string {
  const together = document?.scheme === image.scheme && document.authority === image.authority;
  return together
    ? path.posix.relative(path.posix.dirname(document.path), image.path)
    : vscode.workspace.asRelativePath(image, false);
}
