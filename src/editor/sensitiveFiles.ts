import type { ConfinedPath } from './paths.ts';

/** Files through which a model could approve itself, instruct itself or have code run. Compared in lower case. */
const protectedFiles: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/(^|\/)\.(vscode|vscode-server|vscode-insiders|idea|devcontainer)(\/|$)/, 'it configures the editor'],
  [/\.code-workspace$/, 'it configures the editor'],
  [/(^|\/)user\/(settings|keybindings|tasks|mcp)\.json$/, 'it configures the editor'],
  [/(^|\/)(\.git|\.husky|\.githooks)(\/|$)|(^|\/)(\.gitattributes|\.gitmodules|\.gitconfig)$/, 'git runs code from it'],
  [/(^|\/)\.github\/(workflows|actions)(\/|$)|(^|\/)\.gitlab-ci\.yml$/, 'it runs in continuous integration'],
  [
    /(^|\/)(agents|claude|gemini)(\.local)?\.md$|(^|\/)\.github\/(copilot-instructions\.md$|instructions\/|prompts\/)/,
    'it instructs AI tools',
  ],
  [
    /(^|\/)\.(cursorrules|windsurfrules|clinerules|cursor|claude|codex|parley)(\/|$)|(^|\/)\.?mcp\.json$/,
    'it instructs AI tools',
  ],
  [
    /(^|\/)\.(bashrc|bash_profile|profile|zshrc|zshenv|envrc|npmrc|yarnrc|yarnrc\.yml)$|(^|\/)\.(ssh|yarn)(\/|$)/,
    'it runs with your shell or package manager',
  ],
  [/(^|\/)package\.json$/, 'its scripts run commands'],
  [/(^|\/)globalstorage\/parley\.parley(\/|$)/, 'Parley keeps its own data there'],
  [/(^|\/)user\/(globalstorage|workspacestorage)(\/|$)/, 'the editor keeps its own data there'],
];

const secretFiles: readonly RegExp[] = [
  /(^|\/)\.env([.~_-]|rc$|$)/,
  /\.env$/,
  /\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk|asc|tfvars|tfstate)$/,
  /(^|\/)id_(rsa|dsa|ecdsa|ed25519)/,
  /(^|\/)\.(npmrc|netrc|pypirc|git-credentials|htpasswd|pgpass|dockercfg|vault-token)$|(^|\/)_netrc$/,
  /(^|\/)\.(ssh|gnupg|aws|azure|kube|gcloud)\//,
  /(^|\/)\.docker\/config\.json$|(^|\/)\.config\/gh\/|(^|\/)\.m2\/settings/,
  /(^|\/)\.git\/(.*\/)?(config|credentials)$/,
  /(^|\/)\.(dev\.vars|yarnrc\.yml|terraformrc|s3cfg|boto)$|(^|\/)local\.settings\.json$|\.tfvars\.json$/,
  /(^|\/)(credentials|secrets?)(\.(json|ya?ml|toml|ini|txt|properties|xml))?$/,
  /(^|\/)(service[-_]?account|client_secret)[^/]*\.json$/,
  // The tour is the extension's own, and its cells send files of it.
  /(^|\/)user\/(globalstorage|workspacestorage)\/(?!parley\.parley\/tour\/)/,
];

/** Examples of secret files hold no secrets. */
const harmless = /\.(example|sample|template|dist|defaults?)$|\.pub$/;

type Names = Pick<ConfinedPath, 'relative' | 'requested'>;

const namesOf = ({ relative, requested }: Names): string[] => [relative.toLowerCase(), requested.toLowerCase()];

/** Why writing this file always asks, as the end of a sentence; undefined where it is an ordinary file. */
export function whyProtected(file: Names): string | undefined {
  return protectedFiles.find(([pattern]) => namesOf(file).some((name) => pattern.test(name)))?.[1];
}

/** True for files that usually hold keys, tokens or passwords: reading them asks. */
export function isSecret(file: Names): boolean {
  return namesOf(file).some((name) => !harmless.test(name) && secretFiles.some((pattern) => pattern.test(name)));
}

const secretNames = '.env .env.local a.env .npmrc .netrc id_rsa a.pem a.key'.split(' ');
const maxGlobCharacters = 200;

/** Whether a glob may name files with secrets that a search leaves out otherwise, as hidden ones or by .gitignore. */
export function mayNameSecret(glob: string): boolean {
  if (!/[*?[{]/.test(glob) || glob.startsWith('!')) return false;
  const last = glob.split('/').at(-1) ?? '';
  if (last.length > maxGlobCharacters || /[[\\]/.test(last)) return true;
  const pattern = last
    .replaceAll(/[.+^$()|\]]/g, '\\$&')
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.')
    .replaceAll('{', '(?:')
    .replaceAll('}', ')')
    .replaceAll(',', '|');
  try {
    return secretNames.some((name) => new RegExp(`^(?:${pattern})$`, 'i').test(name));
  } catch {
    return true;
  }
}
