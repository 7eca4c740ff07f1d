import type { Approvals } from './approval.ts';
import { approveServerCall } from './approveServerCall.ts';
import { messageOf } from './failure.ts';
import { askUser } from './askUser.ts';
import type { Question, Questions } from './question.ts';
import type { Recorder } from './recorder.ts';
import type { Repeats } from './repeats.ts';
import type { PreparedCall, Tool, ToolOutput } from './tool.ts';
import type { ToolCallItem, ToolCallStatus } from './transcript.ts';
import { untilAborted } from './untilAborted.ts';
import { visibleLine, visibleText } from './visibleText.ts';

export interface CallContext {
  conversationId: string;
  /** The user's message that this turn answers. */
  messageId: string;
  tools: readonly Tool[];
  approvals: Approvals;
  questions: Questions;
  repeats: Repeats;
  /** Called when a call ends the turn. */
  endTurn?: () => void;
  signal: AbortSignal;
}

const mostTitleCharacters = 300;
const mostProgressCharacters = 4000;
const stoppedByUser = 'Not run: the user stopped the turn.';

/**
 * Runs the calls of one answer: neighbouring reads together, writes and runs one after the other, in the model's order.
 * Never throws: every call ends with an output the model is told, also a failed, denied or cancelled one.
 */
export async function runCalls(
  calls: readonly ToolCallItem[],
  recorder: Recorder,
  context: CallContext,
): Promise<void> {
  const toolOf = (call: ToolCallItem) => context.tools.find((tool) => tool.name === call.name);
  const isRead = (call: ToolCallItem | undefined) =>
    call?.server === undefined && call !== undefined && toolOf(call)?.kind === 'read';
  for (let at = 0; at < calls.length;) {
    let end = at + 1;
    if (isRead(calls[at])) while (isRead(calls[end])) end++;
    await Promise.all(calls.slice(at, end).map((call) => runCall(call, toolOf(call), recorder, context)));
    at = end;
  }
}

async function runCall(
  call: ToolCallItem,
  tool: Tool | undefined,
  recorder: Recorder,
  context: CallContext,
): Promise<void> {
  const { conversationId, messageId, tools, approvals, repeats, signal } = context;
  if (call.server !== undefined) return approveServerCall(call, recorder, context);
  let item = call;
  let preparing: Promise<PreparedCall> | undefined;
  let prepared: PreparedCall | undefined;
  let startedAt: number | undefined;
  let says: string | undefined;
  const ask = (question: Question, withdrawn?: AbortSignal) =>
    askUser(question, recorder, {
      ...context,
      signal: withdrawn ? AbortSignal.any([signal, withdrawn]) : signal,
    });
  const finish = (status: ToolCallStatus, result: string | ToolOutput) => {
    const { text, images, files = [] } = typeof result === 'string' ? { text: result, images: [] } : result;
    const output = says === undefined ? text : `${text}\nThe user says: ${says}`;
    const durationMs = startedAt === undefined ? undefined : Date.now() - startedAt;
    item = recorder.put({
      ...item,
      status,
      output,
      ...(images.length > 0 && { images }),
      ...(files.length > 0 && { files }),
      ...(durationMs !== undefined && { durationMs }),
    });
  };
  const report = (progress: string) => {
    if (item.status === 'running')
      recorder.put({ ...item, progress: visibleText(progress.slice(-mostProgressCharacters), mostProgressCharacters) });
  };
  try {
    signal.throwIfAborted();
    const verdict = await repeats.judge(call, tool?.kind, ask);
    says = verdict.says;
    if (!verdict.runs) {
      finish('denied', repeats.stopped ? stoppedByUser : 'Not run: the same call was made three times.');
      return;
    }
    if (!tool) {
      finish('failed', `There is no tool "${call.name}". There are: ${tools.map(({ name }) => name).join(', ')}.`);
      return;
    }
    const refusal = approvals.refusal(conversationId, tool.kind);
    if (refusal !== undefined) {
      finish('denied', `This call was not allowed. ${refusal}`);
      return;
    }
    const { callId } = call;
    preparing = tool.prepare(call.arguments || '{}', {
      conversationId,
      messageId,
      callId,
      signal,
      report,
      ask,
    });
    prepared = await untilAborted(preparing, signal);
    const title = visibleLine(prepared.title, mostTitleCharacters);
    const approval = prepared.approval && {
      ...prepared.approval,
      title: visibleLine(prepared.approval.title, mostTitleCharacters),
      tool: tool.name,
    };
    item = { ...item, title, ...(approval && { approval }) };
    // Preparing takes time: the mode may be another by now.
    const lateRefusal = approvals.refusal(conversationId, tool.kind);
    if (lateRefusal !== undefined) {
      finish('denied', withRest(`This call was not allowed. ${lateRefusal}`, prepared));
      return;
    }
    if (approval) {
      let decision = approvals.check(conversationId, approval);
      if (!decision) {
        const asked = approvals.shown(conversationId, approval);
        item = recorder.put({ ...item, status: 'awaitingApproval', approval: asked });
        decision = await untilAborted(approvals.ask(conversationId, callId, asked, signal), signal);
      }
      if (!decision.approved) {
        const because = decision.reason ? ` Reason: ${decision.reason}` : '';
        finish('denied', withRest(`The user denied this call.${because}`, prepared));
        return;
      }
    }
    item = recorder.put({ ...item, status: 'running' });
    startedAt = Date.now();
    const result = await untilAborted(prepared.run(), signal);
    finish('succeeded', result);
    if (typeof result !== 'string' && result.endsTurn) context.endTurn?.();
    if (tool.kind === 'write') repeats.changed();
  } catch (error) {
    if (!signal.aborted) {
      finish('failed', startedAt === undefined ? withRest(messageOf(error), prepared) : messageOf(error));
    } else if (startedAt === undefined) {
      if (!prepared) void discardWhenPrepared(preparing);
      finish('cancelled', withRest('Cancelled by the user before it ran.', prepared));
    } else {
      finish('cancelled', 'Cancelled by the user while it ran. It may have taken effect.');
    }
  }
}

/** Discards the call, and adds what the model is to know all the same. */
function withRest(text: string, prepared: PreparedCall | undefined): string {
  const left = prepared?.discard?.();
  return left === undefined ? text : `${text}\n${left}`;
}

/** Also a call that is prepared only after it was cancelled leaves no review open. */
async function discardWhenPrepared(preparing: Promise<PreparedCall> | undefined): Promise<void> {
  const [result] = await Promise.allSettled([preparing]);
  if (result.status === 'fulfilled') result.value?.discard?.();
}
