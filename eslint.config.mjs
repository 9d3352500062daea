/* The scripts of the pages: plain scripts for old phones, so nothing newer than ES2015 may stand in them. */
import js from '@eslint/js';
import globals from 'globals';

const page = { ...globals.browser, ...globals.serviceworker };
const strict = {
  eqeqeq: 'error', 'no-var': 'error', 'prefer-const': 'error', 'no-eval': 'error', 'no-implied-eval': 'error',
  curly: 'error', 'max-lines': ['error', 300], 'no-unused-vars': ['error', { caughtErrors: 'none', varsIgnorePattern: '^[A-Z]' }]
};

export default [
  js.configs.recommended,
  { linterOptions: { reportUnusedDisableDirectives: 'error' }, rules: strict },
  {
    files: ['services/*/*_service/**/*.js', 'services/chassis/chassis/ui/scripts/*.js'],
    languageOptions: { ecmaVersion: 2015, sourceType: 'script', globals: page }
  },
  {
    /* Joined into one scope by deploy/assets.sh. */
    files: ['services/responses/responses_service/**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(['Answers', 'Draft', 'Outbox', 'Screens', 'Post', 'Status'].map(name => [name, 'writable']))
    },
    rules: { 'no-redeclare': 'off' }
  },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
  { ignores: ['**/built/**', '**/static/**', 'var/**', '.venv/**'] }
];
