import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { findGit } from '../git/gitProgram.ts';
import { runGit, type Git } from '../git/runGit.ts';
import { isSecret } from '../sensitiveFiles.ts';
import { page } from './output.ts';
import { offset } from './parameters.ts';
import type { ToolPorts } from './ports.ts';
import { locate, readApproval, workspaceRoots, type WorkspaceFile } from './workspaceFiles.ts';

const mostCommits = 500;
/** Submodules have configurations of their own, so git looks at their commits only. */
const noSubmodules = '--ignore-submodules=dirty';
const noPrograms = ['--no-ext-diff', '--no-textconv', noSubmodules];

export const git = ({ outputCharacters }: ToolPorts): Tool =>
  defineTool({
    name: 'git',
    description: 'Looks at the repository: git status, diff or log.',
    kind: 'read',
    parameters: z.strictObject({
      action: z.enum(['status', 'diff', 'log']),
      path: z.string().nullable(),
      revision: z.string().nullable().describe('or a..b; null: HEAD'),
      offset,
    }),
    prepare: async ({ action, path, revision, offset }, { signal }) => {
      const file = await place(path);
      const of = revision ?? 'HEAD';
      if (endsOf(of).some((end) => /^-|[:\p{Cc}\s]/u.test(end))) throw new Error(`"${of}" is no revision.`);
      const what = ['Git', action, ...(revision === null ? [] : [of]), ...(path === null ? [] : [file.label])].join(
        ' ',
      );
      return {
        title: what,
        ...(action === 'diff' && readApproval(file)),
        run: async () => {
          const { cwd, spec } = await scopeOf(file);
          const git = { program: await findGit(), cwd, signal };
          const lines = (await printed[action]({ git, of, spec, file, everywhere: path === null })).split('\n');
          if (lines.at(-1) === '') lines.pop();
          return lines.length === 0 ? `${what}: nothing.` : page(what, lines, offset, outputCharacters());
        },
      };
    },
  });

interface Asked {
  git: Git;
  /** The revision. */
  of: string;
  spec: string;
  file: WorkspaceFile;
  everywhere: boolean;
}

const printed: Record<'status' | 'diff' | 'log', (asked: Asked) => Promise<string>> = {
  status: ({ git, spec }) => runGit(git, ['status', '--short', '--branch', noSubmodules, '--', spec]),
  log: ({ git, of, spec, everywhere }) => {
    const format = '--format=%h %as %an: %s%d';
    const paths = everywhere ? [] : [spec];
    return runGit(git, ['log', `--max-count=${mostCommits}`, format, '--end-of-options', of, '--', ...paths]);
  },
  diff: async ({ git, of, spec, file }) => {
    const isFirst = of === 'HEAD' && !(await isTree(git, of));
    const revision = isFirst ? ['--cached'] : ['--end-of-options', of];
    // Of two files git would tell the difference whatever they are called.
    for (const end of isFirst ? [] : endsOf(of))
      if (!(await isTree(git, end))) throw new Error(`There is no revision "${end}".`);
    const changed = ['diff', ...noPrograms, '--name-only', '--no-renames', '--relative', '-z', ...revision, '--', spec];
    const names = file.secret ? [] : (await runGit(git, changed)).split('\0');
    const secrets = names.filter((name) => {
      const relative = vscode.workspace.asRelativePath(path.join(git.cwd, name));
      return isSecret({ relative, requested: name });
    });
    const shown = [spec, ...secrets.map((name) => `:(exclude,literal)${name}`)];
    const text = await runGit(git, ['diff', ...noPrograms, '--relative', ...revision, '--', ...shown]);
    return text + secrets.map((name) => `[${name} may hold secrets: ask for it by its path.]\n`).join('');
  },
};

/** The revisions of a range; nothing stands for HEAD. */
const endsOf = (revision: string): string[] => revision.split(/\.{2,3}/).map((end) => end || 'HEAD');

const isTree = (git: Git, revision: string): Promise<boolean> =>
  runGit(git, ['rev-parse', '--verify', '--quiet', `${revision}^{tree}`]).then(
    () => true,
    () => false,
  );

/** The place asked about; null is the workspace, where it is one folder. */
async function place(path: string | null): Promise<WorkspaceFile> {
  const roots = workspaceRoots();
  if (path === null && roots.length > 1)
    throw new Error(`There are several folders: say of which. They are ${roots.map(({ name }) => name).join(', ')}.`);
  return locate(path ?? '.');
}

/** The folder in which git runs, and what it is to look at there. It sees nothing outside of the place. */
async function scopeOf({ uri }: WorkspaceFile): Promise<{ cwd: string; spec: string }> {
  let cwd = uri.fsPath;
  while (!(await isFolder(cwd))) cwd = path.dirname(cwd);
  const below = path.relative(cwd, uri.fsPath).replaceAll(path.sep, '/');
  return { cwd, spec: below === '' ? '.' : `:(literal)${below}` };
}

const isFolder = (folder: string): Promise<boolean> =>
  stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
