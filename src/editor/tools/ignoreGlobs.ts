/**
 * The patterns of a .gitignore as globs to exclude. Exceptions (`!`) are not known to such globs: patterns that ignore
 * everything, which make sense with exceptions only, are left out.
 */
export function ignoreGlobs(gitignore: string): string[] {
  return gitignore.split(/\r?\n/).flatMap((line) => {
    const pattern = line.trim();
    if (pattern === '' || /^[#!]|[{},\\]/.test(pattern)) return [];
    const base = pattern.replace(/^\//, '').replace(/\/+$/, '');
    if (/^[*/]*$/.test(base)) return [];
    const anchored = pattern.replace(/\/+$/, '').includes('/');
    const glob = anchored || base.startsWith('**/') ? base : `**/${base}`;
    return pattern.endsWith('/') ? [`${glob}/**`] : [glob, `${glob}/**`];
  });
}

/** One glob for all: braces inside are spelt out, because braces in braces are not understood everywhere. */
export function anyOf(globs: readonly string[]): string | undefined {
  const flat = [...new Set(globs.flatMap(expandBraces))];
  return flat.length > 1 ? `{${flat.join(',')}}` : flat[0];
}

function expandBraces(glob: string): string[] {
  const [whole, before = '', choices = '', after = ''] = /^(.*?)\{([^{}]*)\}(.*)$/.exec(glob) ?? [];
  if (whole === undefined) return /[{},]/.test(glob) ? [] : [glob];
  return choices.split(',').flatMap((choice) => expandBraces(before + choice + after));
}
