import * as vscode from 'vscode';
import type { FileContent, Lost } from '../../store/checkpointStore.ts';
import { diffLines, splitLines } from '../edit/lineDiff.ts';
import { isBinary } from '../tools/workspaceFiles.ts';
import type { Checkpoints } from './checkpoints.ts';
import { mostKeptBytes, nameOf, readContent } from './fileContent.ts';
import type { FilePlan } from './planRestore.ts';

export interface DescribedPlan {
  plan: FilePlan;
  name: string;
  /** What restoring does with the file: "+2 −5", "is deleted". */
  effect: string;
}

const lostBecause: Record<Lost, string> = {
  large: `stays as it is: links and files above ${mostKeptBytes / 1024 / 1024} MB are not kept`,
  old: 'stays as it is: its content was dropped for newer checkpoints',
  command: 'stays as it is: a command changed it, and what it held before was not kept',
  moved: 'stays as it is: the command that made it has removed files that were not kept',
};

/** Says in a few words what restoring would do with the file. */
export async function describePlan(checkpoints: Checkpoints, plan: FilePlan): Promise<DescribedPlan> {
  const uri = vscode.Uri.parse(plan.uri, true);
  return { plan, name: nameOf(uri), effect: await effectOf(checkpoints, plan, uri) };
}

async function effectOf(checkpoints: Checkpoints, plan: FilePlan, uri: vscode.Uri): Promise<string> {
  if (plan.lost) return lostBecause[plan.lost];
  const [now, then] = [shownBytes(await readContent(uri)), shownBytes(await checkpoints.contentOf(plan))];
  if (!then) return 'is deleted';
  if (!now) return 'comes back';
  if (isBinary(now) || isBinary(then)) return `binary, ${then.byteLength} bytes`;
  const [before, after] = await Promise.all(
    [now, then].map(async (bytes) => splitLines(await vscode.workspace.decode(bytes, { uri }))),
  );
  const changes = diffLines(before ?? [], after ?? []);
  const added = changes.reduce((sum, { lines }) => sum + lines.length, 0);
  const removed = changes.reduce((sum, { start, end }) => sum + end - start, 0);
  return added + removed > 0 ? `+${added} −${removed}` : 'line ends or encoding only';
}

const shownBytes = ({ disk, unsaved }: FileContent): Uint8Array | undefined => unsaved ?? disk;
