import path from 'node:path';
import * as vscode from 'vscode';
import { modelRules } from '../../agent/models/catalog.ts';
import type { App } from '../app.ts';
import { costNote, doneMessage, droppedNote } from '../doneMessage.ts';
import { fileAt, filesGiven } from '../fileAt.ts';
import { askImagePrompt } from '../images/askImagePrompt.ts';
import { imageFetcher } from '../images/imageFetcher.ts';
import { makeImage } from '../images/makeImage.ts';
import { withProgress } from '../progress.ts';
import { requireTrust } from '../requireTrust.ts';
import { saveNew } from '../saveNew.ts';
import { taskModel } from '../taskModel.ts';

interface Subject {
  images: readonly vscode.Uri[];
  mask?: vscode.Uri;
}

/** Edits pictures as the user says; the new one is saved beside the first and opened next to it. */
export async function run(app: App, ...args: unknown[]): Promise<void> {
  requireTrust('saves no pictures');
  const extensions = ['png', 'jpg', 'jpeg', 'webp'];
  const given = await filesGiven(args, { title: 'Edit Image', kind: 'Images', extensions, many: true });
  const [original] = given;
  const prompt = await askImagePrompt(app.context.workspaceState, {
    title: given.length > 1 ? `Edit ${given.length} pictures` : `Edit ${path.posix.basename(original.path)}`,
    prompt: 'What shall change?',
    missing: 'Say what shall change.',
    key: 'image.edit',
  });
  if (prompt === undefined) return;
  const model = await taskModel(app, 'image');
  if (modelRules(model)?.input.includes('image') === false) {
    throw new Error(`${model} makes new pictures only. Set another model at “parley.imageModel”.`);
  }
  const subject = await askSubject(given, model);
  const { profile } = app.account;
  const client = await app.account.client(profile, 'Edit Image');
  const { edited, message } = await withProgress('Editing the picture', async (signal, report) => {
    const images = await Promise.all(subject.images.map(fileAt));
    const mask = subject.mask && (await fileAt(subject.mask));
    const made = await makeImage(
      client,
      { model, prompt: prompt.text, images, mask },
      { signal, report, fetchImage: imageFetcher(app, signal) },
    );
    signal.throwIfAborted();
    const { name } = path.posix.parse(original.path);
    const folder = vscode.Uri.joinPath(original, '..');
    const saved = await saveNew(folder, '', `${name}-edited.${made.extension}`, made.bytes);
    const done = `Saved ${vscode.workspace.asRelativePath(saved)}`;
    return { edited: saved, message: doneMessage(done, costNote(made.cost, profile), droppedNote(made.dropped)) };
  });
  await prompt.done();
  await vscode.commands.executeCommand('vscode.open', original, { preview: false });
  await vscode.commands.executeCommand('vscode.open', edited, { viewColumn: vscode.ViewColumn.Beside, preview: false });
  void vscode.window.showInformationMessage(message);
}

/** Which pictures go together, and whether one is a mask. Throws a `CancellationError` where a question is closed. */
async function askSubject(given: readonly [vscode.Uri, ...vscode.Uri[]], model: string): Promise<Subject> {
  const [original, ...others] = given;
  const [second] = others;
  const nameOf = (uri: vscode.Uri) => path.posix.basename(uri.path);
  const takesSeveral = !model.startsWith('dall-e');
  const items: (vscode.QuickPickItem & { subject?: Subject })[] = [
    ...(second && takesSeveral
      ? [{ label: `Use the ${given.length} pictures together`, subject: { images: given } }]
      : []),
    ...(second && others.length === 1 && isPng(second)
      ? [
          {
            label: `Edit ${nameOf(original)} with ${nameOf(second)} as its mask`,
            subject: { images: [original], mask: second },
          },
        ]
      : []),
    { label: `Edit ${second ? `${nameOf(original)} alone` : 'the whole picture'}`, subject: { images: [original] } },
    { label: 'Choose a mask…', detail: 'A PNG of the same size, transparent where the picture shall change.' },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: 'Edit Image' });
  if (!picked) throw new vscode.CancellationError();
  if (picked.subject) return picked.subject;
  const [mask] = (await vscode.window.showOpenDialog({ title: 'Mask', filters: { PNG: ['png'] } })) ?? [];
  if (!mask) throw new vscode.CancellationError();
  return { images: [original], mask };
}

const isPng = (uri: vscode.Uri): boolean => /\.png$/i.test(uri.path);
