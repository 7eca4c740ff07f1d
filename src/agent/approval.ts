/** How far an approval reaches beyond the one call. */
export type GrantScope = 'conversation' | 'workspace' | 'always';

/** A file of a change, named as people know it. `becomes`: absent where its text is edited. */
export interface ChangedFile {
  name: string;
  added: number;
  removed: number;
  becomes?: 'new' | 'moved' | 'deleted';
}

/** What a tool is about to do, put before the user. */
export interface ApprovalRequest {
  kind: 'read' | 'write' | 'run';
  /** One line: "Edit src/a.ts". */
  title: string;
  /** What exactly: the command line, or why reading asks. Plain text. */
  detail: string;
  /** What approving more than this call would approve, together with the tool: `write`. Absent: asks every time. */
  scope?: string;
  /** The same in words for people: "every `npm test …`". Absent: every call of the tool. */
  covers?: string;
  /** Why it asks every time, as the end of "It …", where it does. */
  why?: string;
  /** The widest it can be given for. Absent: always. */
  widest?: GrantScope;
  /** The tool that asks; the turn fills it in. */
  tool?: string;
  /** The words of every command that would run: rules decide on each. */
  commands?: readonly (readonly string[])[];
  /** Set where a diff is open for review. */
  diff?: {
    uri: string;
    added: number;
    removed: number;
    /** In the order of the review. */
    files?: readonly ChangedFile[];
  };
}

export type ApprovalDecision = { approved: true } | { approved: false; reason?: string };

/** Who may say yes to a tool call. */
export interface Approvals {
  /** Why nothing of this kind runs now: a sentence for the model. Undefined where it may. */
  refusal(conversationId: string, kind: ApprovalRequest['kind']): string | undefined;
  /** Decides at once where a rule or an earlier answer does; undefined: the user must be asked. */
  check(conversationId: string, request: ApprovalRequest): ApprovalDecision | undefined;
  /** The request as the user is asked: without what cannot be granted in the conversation's mode. */
  shown(conversationId: string, request: ApprovalRequest): ApprovalRequest;
  /** Waits for the user's answer to this call. Rejects with `signal.reason` when cancelled. */
  ask(conversationId: string, callId: string, request: ApprovalRequest, signal: AbortSignal): Promise<ApprovalDecision>;
}

const scopes: readonly GrantScope[] = ['conversation', 'workspace', 'always'];

/** The request where only this call can be approved. `why`: the end of "It …". */
export function onlyOnce(request: ApprovalRequest, why: string): ApprovalRequest {
  if (scopesOf(request).length === 0) return request;
  const once: ApprovalRequest = { ...request, why };
  delete once.scope;
  delete once.covers;
  delete once.widest;
  return once;
}

/** How far this call's approval may reach, narrowest first; empty where it asks every time. */
export const scopesOf = ({ scope, widest = 'always' }: ApprovalRequest): readonly GrantScope[] =>
  scope === undefined ? [] : scopes.slice(0, scopes.indexOf(widest) + 1);

/** What approving more than this call would approve, in words: "every `npm test …`". */
export function coverageOf({ kind, covers, tool }: ApprovalRequest): string {
  if (covers !== undefined) return covers;
  const by = tool === undefined ? '' : ` by \`${tool}\``;
  return kind === 'write' ? `every change${by}` : `every call${by}`;
}
