import type { Profile } from '../../../../src/editor/profile.ts';
import { createClient } from '../../../../src/openai/client.ts';
import type { CellResult } from '../../../../src/protocol/cellResult.ts';
import { runCell, type CellRun, type RunContext } from '../../../../src/ui/notebook/runCell.ts';

export interface Cells {
  /** All that was shown, oldest first. */
  shown: CellResult[];
  context: RunContext;
  run(text: string): Promise<CellRun>;
}

/** Cells that ask the server at `origin`, and find their files in `folder`. */
export function startCells(
  origin: string,
  { folder = '/nowhere', ...change }: Partial<RunContext> & { folder?: string } = {},
): Cells {
  const active: Profile = { name: 'Local', baseURL: `${origin}/v1` };
  const shown: CellResult[] = [];
  const values = new Map<string, unknown>();
  const context: RunContext = {
    assertMayRun: () => undefined,
    profiles: { all: [active], active: () => active },
    client: ({ baseURL }) => Promise.resolve(createClient({ baseURL, apiKey: 'key-of-the-profile', maxRetries: 0 })),
    values,
    environment: {},
    files: { folder, folders: [folder], confirmed: new Set(), confirm: () => Promise.resolve(false) },
    loadImage: () => Promise.resolve(undefined),
    confirm: () => Promise.resolve(false),
    show: (result) => void shown.push(result),
    onSecret: () => undefined,
    signal: new AbortController().signal,
    ...change,
  };
  const run = async (text: string) => {
    const done = await runCell(text, context);
    if (done.answer && done.name !== undefined) values.set(done.name, done.answer.value);
    return done;
  };
  return { shown, context, run };
}
