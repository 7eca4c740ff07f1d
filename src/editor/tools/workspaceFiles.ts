import * as vscode from 'vscode';
import type { ApprovalRequest } from '../../agent/approval.ts';
import { confine, type ConfinedPath, type Root } from '../paths.ts';
import { isSecret, whyProtected } from '../sensitiveFiles.ts';
import { suggestPath } from './suggestPath.ts';

/** A file or folder inside the workspace; it need not exist. */
export interface WorkspaceFile {
  uri: vscode.Uri;
  /** As the model writes it: below the workspace folder, with the folder's name in front where there are several. */
  label: string;
  exists: boolean;
  /** Reading it asks. */
  secret: boolean;
  /** Why writing it always asks, as the end of a sentence. */
  protectedBecause: string | undefined;
}

const maxFileBytes = 20 * 1024 * 1024;

/** The workspace folders on disk, each with a name of its own. Throws a sentence where there are none. */
export function workspaceRoots(): (Root & { uri: vscode.Uri })[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const onDisk = folders.filter(({ uri }) => uri.scheme === 'file');
  if (folders.length > 0 && onDisk.length === 0)
    throw new Error('The workspace is not on a disk: its files cannot be used.');
  if (onDisk.length === 0) throw new Error('No folder is open, so there are no files to work on.');
  return onDisk.map(({ name, uri }, i) => {
    const earlier = onDisk.slice(0, i).filter((folder) => folder.name === name).length;
    return { name: earlier > 0 ? `${name}-${earlier + 1}` : name, path: uri.fsPath, uri };
  });
}

/** Where a path of the model's leads. Throws a sentence for the model where that is outside the workspace. */
export async function locate(path: string): Promise<WorkspaceFile> {
  const roots = workspaceRoots();
  return describe(await confine(path, roots), roots);
}

/** The file that VS Code named, or undefined where it is outside the workspace, links followed. */
export async function locateUri(uri: vscode.Uri): Promise<WorkspaceFile | undefined> {
  if (uri.scheme !== 'file') return undefined;
  try {
    return await locate(uri.fsPath);
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** Like `locate`, for what must be there. Where it is not, the sentence says what may have been meant. */
export async function locateExisting(path: string): Promise<WorkspaceFile> {
  const roots = workspaceRoots();
  const place = await confine(path, roots);
  const file = describe(place, roots);
  if (file.exists) return file;
  const root = roots.find(({ name }) => name === place.root.name);
  const meant = root && (await suggestPath(root.uri, place.relative));
  if (root === undefined || meant === undefined)
    throw new Error(`${file.label} does not exist. find_files finds files by name.`);
  throw new Error(`${file.label} does not exist. Do you mean ${roots.length > 1 ? `${root.name}/` : ''}${meant}?`);
}

/** Like `locateExisting`, for a file whose text a tool changes. */
export async function locateEditable(path: string): Promise<WorkspaceFile> {
  const file = await locateExisting(path);
  if (vscode.workspace.notebookDocuments.some(({ uri }) => uri.toString() === file.uri.toString()))
    throw new Error(`${file.label} is open as a notebook. notebook_edit, of the group notebooks, changes its cells.`);
  return file;
}

/** Like `locate`, for what must not be there yet. */
export async function locateNew(path: string): Promise<WorkspaceFile> {
  const file = await locate(path);
  if (file.exists) throw new Error(`${file.label} exists already. edit_file changes it.`);
  return file;
}

function describe(place: ConfinedPath, roots: readonly (Root & { uri: vscode.Uri })[]): WorkspaceFile {
  const { root, relative, exists } = place;
  const folder = roots.find(({ path }) => path === root.path);
  if (!folder) throw new Error(`${root.name} is no longer open.`);
  const prefix = roots.length > 1 ? `${root.name}/` : '';
  return {
    uri: relative === '' ? folder.uri : vscode.Uri.joinPath(folder.uri, relative),
    label: `${prefix}${relative}`.replace(/\/$/, '') || '.',
    exists,
    secret: isSecret(place),
    protectedBecause: whyProtected(place),
  };
}

/** The text of a file as the user has it: with unsaved changes, else from disk. Throws a sentence where it has none. */
export async function readText({ uri, label }: Pick<WorkspaceFile, 'uri' | 'label'>): Promise<string> {
  const unsaved = unsavedText(uri);
  if (unsaved !== undefined) return unsaved;
  const { type, size } = await vscode.workspace.fs.stat(uri);
  if (type & vscode.FileType.Directory) throw new Error(`${label} is a folder. list_directory shows what is in it.`);
  if (size > maxFileBytes) throw new Error(`${label} is larger than ${maxFileBytes / 1024 / 1024} MB.`);
  const bytes = await vscode.workspace.fs.readFile(uri);
  if (isBinary(bytes)) throw new Error(`${label} is a binary file: it has no text to read.`);
  return (await vscode.workspace.decode(bytes, { uri })).replace(/^\uFEFF/, '');
}

export function unsavedText(uri: vscode.Uri): string | undefined {
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  return document?.isDirty ? document.getText() : undefined;
}

/** A zero byte near the beginning, in what is not marked as UTF-16, is in no text. */
export function isBinary(bytes: Uint8Array): boolean {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return !utf16 && bytes.subarray(0, 8192).includes(0);
}

/** To spread into a prepared call: reading a file that usually holds secrets asks. */
export function readApproval({ secret, label }: WorkspaceFile): { approval?: ApprovalRequest } {
  if (!secret) return {};
  const detail = `Files like this usually hold keys or passwords. What ${label} holds would go to the model.`;
  return { approval: { kind: 'read', title: `Read ${label}`, detail, why: 'may hold secrets' } };
}

/** Writing ordinary files can be approved for longer; protected ones and those with secrets ask each time and say why, as does `why`. */
export function writeApproval(
  title: string,
  detail: string,
  files: readonly WorkspaceFile[],
  why?: string,
): Omit<ApprovalRequest, 'diff'> {
  const warnings = files.flatMap(({ label, protectedBecause, secret }) => {
    if (protectedBecause) return [`${label} is protected: ${protectedBecause}.`];
    return secret ? [`Files like ${label} usually hold keys or passwords.`] : [];
  });
  const request = { kind: 'write' as const, title, detail: [detail, ...warnings].join('\n') };
  if (warnings.length > 0) return { ...request, why: 'is about a file that is protected or may hold secrets' };
  return why === undefined ? { ...request, scope: 'write' } : { ...request, why };
}
