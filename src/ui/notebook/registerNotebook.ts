import * as vscode from 'vscode';
import type { ApiNotebooks } from './apiNotebooks.ts';
import { notebookType, requestLanguage } from './notebookType.ts';

/** What runs the cells; who does the work is asked for with the first run. */
export function createController(notebooks: () => Promise<ApiNotebooks>): vscode.NotebookController {
  const controller = vscode.notebooks.createNotebookController('parley.api', notebookType, 'Parley');
  controller.supportedLanguages = [requestLanguage];
  controller.supportsExecutionOrder = true;
  controller.description = 'Sends requests with your own key';
  controller.executeHandler = async (cells, notebook) => (await notebooks()).run(cells, notebook);
  return controller;
}

/** What turns files into notebooks and back, loaded with the first. No result reaches the file. */
export function registerSerializer(): vscode.Disposable {
  return vscode.workspace.registerNotebookSerializer(
    notebookType,
    {
      deserializeNotebook: async (content) => (await import('./serializer.ts')).readNotebook(content),
      serializeNotebook: async (data) => (await import('./serializer.ts')).writeNotebook(data),
    },
    { transientOutputs: true },
  );
}
