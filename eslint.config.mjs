import tseslint from 'typescript-eslint';
import exactArithmetic from './test/lint/exact-arithmetic.mjs';

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/*.js', '**/*.cjs', '**/*.mjs', 'test/fixtures/**'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-empty-function': 'off',
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['warn', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['**/*.spec.ts', '**/*.e2e-spec.ts', 'test/**/*.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['libs/core/src/fees/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { fees: { rules: { 'exact-arithmetic': exactArithmetic } } },
    rules: { 'fees/exact-arithmetic': 'error' },
  },
  { files: ['apps/cli/src/**/*.ts', 'test/**/*.ts'], rules: { 'no-console': 'off' } },
);
