import { locateExisting, type WorkspaceFile } from '../../editor/tools/workspaceFiles.ts';

/** A file of the workspace that may be sent. Throws a sentence for the model where it is elsewhere or usually holds secrets. */
export async function ordinaryFile(path: string): Promise<WorkspaceFile> {
  const file = await locateExisting(path);
  if (file.secret) throw new Error(`${file.label} may hold keys or passwords: it is not sent.`);
  return file;
}
