import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Recorder } from '../../src/agent/recorder.ts';
import { Repeats } from '../../src/agent/repeats.ts';
import { runCalls } from '../../src/agent/runCalls.ts';
import type { Tool } from '../../src/agent/tool.ts';
import type { ToolCallItem, ToolCallStatus } from '../../src/agent/transcript.ts';
import type { ConversationApprovals } from '../../src/editor/approvals.ts';
import { noQuestions } from '../support/toolContext.ts';

/** What is in every file that is attacked. */
export const fileText = 'TOKEN=do-not-tell\n';

const edits = [{ oldText: 'TOKEN', newText: 'x' }];
const update = '@@\n-TOKEN=do-not-tell\n+x\n*** End Patch';

/** How a tool is called on a path, where its schema does not tell. */
const known: Readonly<Record<string, (path: string) => object>> = {
  edit_file: (path) => ({ path, edits }),
  multi_edit: (path) => ({ files: [{ path, edits }] }),
  apply_patch: (path) => ({ patch: `*** Begin Patch\n*** Update File: ${path}\n${update}` }),
  move_file: (from) => ({ from, to: 'src/moved.txt' }),
  run_in_terminal: (path) => ({
    command: `cp README.md ${path}`,
    directory: null,
    timeoutSeconds: null,
    background: false,
  }),
  search_text: (path) => ({ query: 'TOKEN', regex: false, files: path, offset: null }),
  find_files: (path) => ({ glob: path, offset: null }),
};

interface Schema {
  type?: string | readonly string[];
  enum?: readonly unknown[];
  anyOf?: readonly Schema[];
  properties?: Readonly<Record<string, Schema>>;
  items?: Schema;
}

/** Arguments with which this tool works on the path: also of a tool that nobody has thought of here. */
export function attackArguments({ name, parameters }: Pick<Tool, 'name' | 'parameters'>, path: string): object {
  return known[name]?.(path) ?? (fill(parameters, '', path) as object);
}

function fill(schema: Schema, key: string, path: string): unknown {
  if (schema.enum) return schema.enum[0];
  const isPath = /path|file|uri|glob|from|folder|directory/i.test(key);
  if (schema.anyOf) return isPath && schema.anyOf[0] ? fill(schema.anyOf[0], key, path) : null;
  const types = [schema.type].flat();
  if (types.includes('object'))
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([key, each]) => [key, fill(each, key, path)]),
    );
  if (types.includes('array')) return schema.items ? [fill(schema.items, key, path)] : [];
  if (types.includes('string')) return isPath ? path : 'TOKEN';
  if (types.includes('number') || types.includes('integer')) return 1;
  return types.includes('boolean') ? false : null;
}

/** How far a call gets on its own: `asked` is the question that nobody answers. No call may take longer than `limitMs`. */
export async function outcomeOf(
  tools: readonly Tool[],
  approvals: ConversationApprovals,
  name: string,
  args: object,
  limitMs = 8000,
): Promise<{ outcome: ToolCallStatus | 'asked'; item: ToolCallItem | undefined }> {
  const abort = new AbortController();
  const questions: string[] = [];
  const recorder = new Recorder((event) => {
    if (event.type !== 'item' || event.item.type !== 'toolCall' || event.item.status !== 'awaitingApproval') return;
    questions.push(event.item.callId);
    abort.abort();
  });
  const call = recorder.add('toolCall', { callId: name, name, arguments: JSON.stringify(args), status: 'streaming' });
  const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(limitMs)]);
  await runCalls([call], recorder, {
    conversationId: 'c',
    messageId: 'm',
    tools,
    approvals,
    questions: noQuestions,
    repeats: new Repeats(),
    signal,
  });
  const item = recorder.items.find((each) => each.type === 'toolCall');
  return { outcome: questions.length > 0 ? 'asked' : (item?.status ?? 'failed'), item };
}

/** What is in a folder: names, targets of links and contents. */
export function contentsOf(folder: string): string {
  const hash = createHash('sha256');
  const add = (inside: string): void => {
    for (const entry of readdirSync(inside, { withFileTypes: true })) {
      const place = join(inside, entry.name);
      hash.update(`${place}\0`);
      if (entry.isSymbolicLink()) hash.update(readlinkSync(place));
      else if (entry.isDirectory()) add(place);
      else if (entry.isFile()) hash.update(readFileSync(place));
    }
  };
  add(folder);
  return hash.digest('hex');
}
