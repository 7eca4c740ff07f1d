import type { PreparedCall } from '../../agent/tool.ts';
import type { Edits } from '../edits.ts';
import { writeApproval, type WorkspaceFile } from './workspaceFiles.ts';

/** A call that changes one file: its diff is put before the user, and running it is accepting that. */
export async function reviewedCall(
  edits: Edits,
  file: WorkspaceFile,
  { verb, done, original, proposed }: { verb: string; done: string; original: string | undefined; proposed: string },
): Promise<PreparedCall> {
  const title = `${verb} ${file.label}`;
  const review = await edits.propose({ uri: file.uri, original, proposed, title, decidedInChat: true });
  const { added, removed } = review.diff;
  const size = `${added} ${added === 1 ? 'line' : 'lines'} added, ${removed} removed`;
  return {
    title,
    approval: { ...writeApproval(title, size, [file]), diff: review.diff },
    run: async () => {
      try {
        await review.accept();
      } finally {
        review.reject();
      }
      return `${done} ${file.label}: ${size}.`;
    },
    discard: () => review.reject(),
  };
}
