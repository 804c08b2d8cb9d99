// What HTML the pages may be: what the standard says, and what the validator advises, but for
// three rules.
export default {
  root: true,
  extends: ['html-validate:standard', 'html-validate:document', 'html-validate:a11y', 'html-validate:recommended'],
  rules: {
    'doctype-style': 'off', // the standard reads it in any case
    'require-sri': 'off',   // all files come from the site itself, which the policy holds them to
    'long-title': 'off',    // a title is as long as the names in it
  },
};
