import type { ApprovalRequest } from '../../agent/approval.ts';
import { describeSubject } from '../policy/rules.ts';
import { commandPrefix, whyTooWide } from '../shell/commandPrefix.ts';
import type { JudgedLine } from '../shell/judgeLine.ts';

/** Whether a shell takes lines otherwise than POSIX shells do. `shell` is the path of its program. */
export const isForeignShell = (shell: string, platform: NodeJS.Platform): boolean =>
  platform === 'win32' || !/(^|\/)(ba|da|z|k|a)?sh$/.test(shell);

/** Asks to run a command line: which commands that are, and what approving more than this once would allow. */
export function commandApproval(
  title: string,
  command: string,
  { commands, asks, local }: JudgedLine,
): Omit<ApprovalRequest, 'diff'> {
  const request = { kind: 'run' as const, title, detail: command, commands };
  if (asks !== undefined) return { ...request, why: asks };
  const prefixes = commands.map(commandPrefix);
  if (prefixes.some((words) => whyTooWide(words) !== undefined))
    return { ...request, why: 'begins as many other commands do' };
  const covered = [...new Set(prefixes.map((words) => describeSubject({ words })))];
  return {
    ...request,
    scope: covered.join(', '),
    covers: `every ${covered.join(' and every ')}`,
    ...(local && { widest: 'workspace' as const }),
  };
}

/** Throws where the line would not look on screen like what runs: characters that are invisible, and gaps that hide its end. */
export function refuseInvisible(command: string): void {
  if (/[ \t]{80}|(?:\n[ \t]*){8}/.test(command))
    throw new Error('The command has a long gap in it, which could hide its end. Write it without.');
  const [found] = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.exec(command.replaceAll(/[\n\t]/g, ' ')) ?? [];
  if (found === undefined) return;
  const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  throw new Error(`The command has an invisible character in it (U+${code}). Write it without.`);
}
