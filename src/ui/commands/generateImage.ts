import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { costNote, doneMessage, droppedNote } from '../doneMessage.ts';
import { followCaret } from '../images/followCaret.ts';
import { askImageOptions } from '../images/askImageOptions.ts';
import { askImagePrompt, type ImagePrompt } from '../images/askImagePrompt.ts';
import { imageFetcher } from '../images/imageFetcher.ts';
import { makeImage } from '../images/makeImage.ts';
import { insertLink } from '../images/insertLink.ts';
import { withProgress } from '../progress.ts';
import { requireTrust } from '../requireTrust.ts';
import { outputFolder, saveNew, slugOf } from '../saveNew.ts';
import { taskModel } from '../taskModel.ts';

/** Makes a picture of the selection or of what is asked for, saves it in the workspace and links it at the cursor. */
export async function run(app: App): Promise<void> {
  requireTrust('saves no pictures');
  const editor = vscode.window.activeTextEditor;
  const apart = editor?.selection.isEmpty === false;
  const caret = editor && followCaret(editor.document, editor.selection.end);
  try {
    const asked = await askPrompt(app, editor);
    if (!asked) {
      caret?.dispose();
      return;
    }
    const { text: prompt } = asked;
    const folder = await outputFolder(editor?.document.uri);
    const model = await taskModel(app, 'image');
    const options = await askImageOptions(app.context.globalState, model, 'Generate Image');
    const { profile } = app.account;
    const client = await app.account.client(profile, 'Generate Image');
    const { image, message } = await withProgress('Generating the picture', async (signal, report) => {
      const made = await makeImage(
        client,
        { model, prompt, options },
        { signal, report, fetchImage: imageFetcher(app, signal) },
      );
      signal.throwIfAborted();
      const name = `${slugOf(prompt, 'image')}.${made.extension}`;
      const saved = await saveNew(folder, 'images', name, made.bytes);
      const done = `Saved ${vscode.workspace.asRelativePath(saved)}`;
      return { image: saved, message: doneMessage(done, costNote(made.cost, profile), droppedNote(made.dropped)) };
    });
    await asked.done();
    const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: false };
    await vscode.commands.executeCommand('vscode.open', image, beside);
    await insertLink(app, { image, prompt, caret, message, apart });
  } catch (error) {
    caret?.dispose();
    throw error;
  }
}

/** A selection of several lines is the prompt as it is: an input box has one line. Undefined where it is closed. */
async function askPrompt({ context }: App, editor: vscode.TextEditor | undefined): Promise<ImagePrompt | undefined> {
  const selected = editor?.document.getText(editor.selection).trim() ?? '';
  if (selected.includes('\n')) return { text: selected, done: () => Promise.resolve() };
  return askImagePrompt(context.workspaceState, {
    title: 'Generate Image',
    prompt: 'What shall it show?',
    missing: 'Say what the picture shall show.',
    key: 'image.generate',
    selected,
  });
}
