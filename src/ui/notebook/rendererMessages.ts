import * as vscode from 'vscode';
import type { AudioPart, ImagePart } from '../../protocol/cellResult.ts';
import type { Parts } from '../parts.ts';
import { reportError } from '../reportError.ts';

const rendererId = 'parley.result';

/** Does what the buttons and links of results ask for. */
export function answerRenderer(app: Pick<Parts, 'log'>): vscode.Disposable {
  return vscode.notebooks.createRendererMessaging(rendererId).onDidReceiveMessage(({ editor, message }) => {
    answer(message, editor.notebook.uri).catch((error: unknown) => reportError(app, error, 'API Notebook'));
  });
}

async function answer(message: unknown, notebook: vscode.Uri): Promise<void> {
  const { readRendererRequest } = await import('./rendererRequest.ts');
  const { actionCommands, openLink } = await import('../chatEditor.ts');
  const request = readRendererRequest(message);
  switch (request.type) {
    case 'save':
      return save(request.part, notebook);
    case 'openLink':
      return openLink(request.url);
    case 'action':
      await vscode.commands.executeCommand(actionCommands[request.action]);
  }
}

async function save(part: ImagePart | AudioPart, notebook: vscode.Uri): Promise<void> {
  const { mediaFile } = await import('../mediaFile.ts');
  const { bytes, extension } = mediaFile(part.mimeType, Buffer.from(part.base64, 'base64'));
  const folder = folderOf(notebook);
  const uri = await vscode.window.showSaveDialog({
    title: part.kind === 'image' ? 'Save Image' : 'Save Audio',
    filters: { [part.kind === 'image' ? 'Image' : 'Audio']: [extension] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, `${part.kind}.${extension}`) }),
  });
  if (uri) await vscode.workspace.fs.writeFile(uri, bytes);
}

/** Where the notebook is; of one that is not saved yet, the first folder of the workspace. */
function folderOf(notebook: vscode.Uri): vscode.Uri | undefined {
  return notebook.scheme === 'untitled'
    ? vscode.workspace.workspaceFolders?.[0]?.uri
    : vscode.Uri.joinPath(notebook, '..');
}
