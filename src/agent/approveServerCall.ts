import type { ApprovalRequest, Approvals } from './approval.ts';
import type { Recorder } from './recorder.ts';
import type { ToolCallItem, ToolCallStatus } from './transcript.ts';
import { untilAborted } from './untilAborted.ts';
import { visibleLine, visibleText } from './visibleText.ts';

const mostTitleCharacters = 300;
const mostDetailCharacters = 20_000;

/**
 * Asks the user whether the server may run a tool of an MCP server. No mode and no rule says yes to it: what such a tool
 * does is seen by nobody here. Never throws: whatever goes wrong is a no.
 */
export async function approveServerCall(
  call: ToolCallItem,
  recorder: Recorder,
  { conversationId, approvals, signal }: { conversationId: string; approvals: Approvals; signal: AbortSignal },
): Promise<void> {
  const title = visibleLine(`Run ${call.name} on the MCP server ${call.server ?? ''}`, mostTitleCharacters);
  const approval: ApprovalRequest = {
    kind: 'run',
    title,
    detail: visibleText(call.arguments, mostDetailCharacters),
    why: 'runs at the server, where Parley cannot see what it does',
    tool: call.name,
  };
  const finish = (status: ToolCallStatus, output: string) => {
    recorder.put({ ...call, title, approval, status, output });
  };
  try {
    signal.throwIfAborted();
    const refusal = approvals.refusal(conversationId, approval.kind);
    if (refusal !== undefined) {
      finish('denied', `This call was not allowed. ${refusal}`);
      return;
    }
    recorder.put({ ...call, title, approval, status: 'awaitingApproval' });
    const decision = await untilAborted(approvals.ask(conversationId, call.callId, approval, signal), signal);
    if (decision.approved) finish('succeeded', 'Approved.');
    else finish('denied', `The user denied this call.${decision.reason ? ` Reason: ${decision.reason}` : ''}`);
  } catch {
    finish('cancelled', 'Cancelled by the user before it ran.');
  }
}
