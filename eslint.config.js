import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Calls that only one file may make: [selector, what to use instead, the owner]. */
const owned = [
  [
    'MemberExpression[property.name="getConfiguration"]',
    'Read settings through editor/settings.ts.',
    'src/editor/settings.ts',
  ],
  ['MemberExpression[property.name="secrets"]', 'Only editor/apiKey.ts touches SecretStorage.', 'src/editor/apiKey.ts'],
  [
    'MemberExpression[property.name=/^show(Error|Warning)Message$/]',
    'Show errors through ui/reportError.ts.',
    'src/ui/reportError.ts',
  ],
  [
    'MemberExpression[property.name=/^register(TextEditor)?Command$/]',
    'Register commands in ui/commands/index.ts.',
    'src/ui/commands/index.ts',
  ],
  ['Literal[value="setContext"]', 'Set context keys through editor/contextKeys.ts.', 'src/editor/contextKeys.ts'],
];
const ban = (except) => [
  'error',
  ...owned.filter(([, , owner]) => owner !== except).map(([selector, message]) => ({ selector, message })),
  { selector: 'ExportDefaultDeclaration', message: 'No default exports.' },
];

export default tseslint.config(
  { ignores: ['dist/', 'out/', '.host/', 'node_modules/', 'samples/'] },
  js.configs.recommended,
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        performance: 'readonly',
        fetch: 'readonly',
      },
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-console': 'error',
    },
  },
  { files: ['src/**/*.{ts,tsx}'], rules: { 'no-restricted-syntax': ban(undefined) } },
  // How a module without a type of its own is described.
  { files: ['src/**/*.d.ts'], rules: { 'no-restricted-syntax': 'off' } },
  ...owned.map(([, , owner]) => ({ files: [owner], rules: { 'no-restricted-syntax': ban(owner) } })),
  {
    files: ['src/{openai,agent,store,search,protocol,webview}/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'vscode', message: 'This layer knows nothing of VS Code.' }] },
      ],
    },
  },
  {
    files: ['test/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            {
              from: 'package',
              package: 'node:test',
              name: ['test', 'describe', 'it', 'suite', 'before', 'after', 'beforeEach', 'afterEach'],
            },
          ],
        },
      ],
      'no-console': 'off',
    },
  },
);
