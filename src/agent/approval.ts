/** What a tool is about to do, put before the user. */
export interface ApprovalRequest {
  kind: 'read' | 'write' | 'run';
  /** One line: "Edit src/a.ts". */
  title: string;
  /** What exactly: the command line, or why reading asks. Plain text. */
  detail: string;
  /** What "for this conversation" would approve: `write`, or a command's exact line. Absent: asks every time. */
  scope?: string;
  /** Set where a diff is open for review. */
  diff?: { uri: string; added: number; removed: number };
}

export type ApprovalDecision = { approved: true } | { approved: false; reason?: string };

/** Who may say yes to a tool call. */
export interface Approvals {
  /** Decides at once where a rule or an earlier answer does; undefined: the user must be asked. */
  check(conversationId: string, request: ApprovalRequest): ApprovalDecision | undefined;
  /** Waits for the user's answer to this call. Rejects with `signal.reason` when cancelled. */
  ask(conversationId: string, callId: string, request: ApprovalRequest, signal: AbortSignal): Promise<ApprovalDecision>;
}
