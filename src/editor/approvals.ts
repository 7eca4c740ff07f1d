import type { ApprovalDecision, ApprovalRequest, Approvals } from '../agent/approval.ts';
import type { Review } from './edits.ts';

/** `once`: this call. `conversation`: whatever has the same kind and scope in this conversation, until the window closes. */
export type Decision = 'once' | 'conversation' | 'deny';

interface Pending {
  conversationId: string;
  callId: string;
  request: ApprovalRequest;
  settle: (decision: ApprovalDecision) => void;
}

/** Who said yes to what. Kept in memory only: no file can hold an approval, so no tool can write one. */
export class ConversationApprovals implements Approvals {
  readonly #isTrusted: () => boolean;
  readonly #findReview: (diffUri: string) => Review | undefined;
  readonly #granted = new Map<string, Set<string>>();
  readonly #pending = new Set<Pending>();

  constructor(options: { isTrusted: () => boolean; findReview: (diffUri: string) => Review | undefined }) {
    this.#isTrusted = options.isTrusted;
    this.#findReview = options.findReview;
  }

  check(conversationId: string, request: ApprovalRequest): ApprovalDecision | undefined {
    if (request.kind !== 'read' && !this.#isTrusted())
      return { approved: false, reason: 'The workspace is not trusted: nothing is written or run in it.' };
    const key = scopeKey(request);
    return key !== undefined && this.#granted.get(conversationId)?.has(key) ? { approved: true } : undefined;
  }

  /** Opens the diff where there is one: accepting or rejecting it there answers as the chat's buttons do. */
  async ask(
    conversationId: string,
    callId: string,
    request: ApprovalRequest,
    signal: AbortSignal,
  ): Promise<ApprovalDecision> {
    signal.throwIfAborted();
    const review = request.diff && this.#findReview(request.diff.uri);
    const { promise, resolve, reject } = Promise.withResolvers<ApprovalDecision>();
    const pending: Pending = { conversationId, callId, request, settle: resolve };
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    this.#pending.add(pending);
    void review?.decided.then((decision) => resolve({ approved: decision === 'accepted' }));
    review?.show().catch(reject);
    try {
      return await promise;
    } finally {
      this.#pending.delete(pending);
      signal.removeEventListener('abort', abort);
    }
  }

  /** Answers a waiting call; one that no longer waits is left alone. Ids are unique within a conversation only. */
  decide(callId: string, decision: Decision, reason?: string, conversationId?: string): void {
    for (const pending of this.#pending) {
      if (pending.callId !== callId || (conversationId ?? pending.conversationId) !== pending.conversationId) continue;
      if (decision === 'deny') pending.settle({ approved: false, ...(reason && { reason }) });
      else pending.settle({ approved: true });
      if (decision === 'conversation') this.#grant(pending);
    }
  }

  #grant({ conversationId, request }: Pending): void {
    const key = scopeKey(request);
    if (key === undefined) return;
    const granted = this.#granted.get(conversationId) ?? new Set();
    this.#granted.set(conversationId, granted.add(key));
    for (const other of this.#pending)
      if (other.conversationId === conversationId && scopeKey(other.request) === key) other.settle({ approved: true });
  }
}

const scopeKey = ({ kind, scope }: ApprovalRequest): string | undefined =>
  scope === undefined ? undefined : `${kind} ${scope}`;
