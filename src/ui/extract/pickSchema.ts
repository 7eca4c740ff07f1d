import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';
import { isSchemaText } from '../../editor/readSchema.ts';

const LAST_SCHEMA = 'parley.extract.schema';
const MOST_FILES = 300;
const MOST_BYTES = 512 * 1024;
const NOT_OURS = '**/{node_modules,.git,dist,out,build,coverage}/**';

interface SchemaItem extends vscode.QuickPickItem {
  /** Absent: the item that opens the file dialog. */
  uri?: vscode.Uri;
}

/** The schema file the user takes, the last one first; undefined where the list is closed. */
export async function pickSchema(
  { context }: Parts,
  { title, placeHolder }: { title: string; placeHolder: string },
): Promise<vscode.Uri | undefined> {
  const last = context.workspaceState.get<string>(LAST_SCHEMA);
  const picked = await vscode.window.showQuickPick(schemaItems(last), {
    title,
    placeHolder,
    matchOnDescription: true,
  });
  const uri = picked && (picked.uri ?? (await browse()));
  if (uri) await context.workspaceState.update(LAST_SCHEMA, uri.toString());
  return uri;
}

async function schemaItems(last: string | undefined): Promise<SchemaItem[]> {
  const files = await vscode.workspace.findFiles('**/*.json', NOT_OURS, MOST_FILES);
  const checked = await Promise.all(files.map(async (uri) => ({ uri, isSchema: await isSchema(uri) })));
  const rank = (uri: vscode.Uri) =>
    uri.toString() === last ? 0 : uri.path.toLowerCase().endsWith('.schema.json') ? 1 : 2;
  const items = checked
    .filter(({ isSchema: is }) => is)
    .map(({ uri }) => uri)
    .sort((a, b) => rank(a) - rank(b) || a.path.localeCompare(b.path))
    .map((uri): SchemaItem => ({
      label: uri.path.slice(uri.path.lastIndexOf('/') + 1),
      description: `${vscode.workspace.asRelativePath(uri)}${uri.toString() === last ? ' · used last' : ''}`,
      iconPath: new vscode.ThemeIcon('json'),
      uri,
    }));
  return [...items, { label: '$(folder-opened) Another File…', alwaysShow: true }];
}

async function isSchema(uri: vscode.Uri): Promise<boolean> {
  if (uri.path.toLowerCase().endsWith('.schema.json')) return true;
  try {
    if ((await vscode.workspace.fs.stat(uri)).size > MOST_BYTES) return false;
    return isSchemaText(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
  } catch {
    return false; // It cannot be read, so it cannot be used either.
  }
}

async function browse(): Promise<vscode.Uri | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: 'JSON Schema',
      openLabel: 'Use This Schema',
      filters: { 'JSON Schema': ['json', 'jsonc'] },
    })) ?? [];
  return uri;
}
