/** What the model is asked to do with code, as the commands and the chat participant say it. `wish`: the user's own words. */
export const codeRequests = {
  explain: (wish = ''): string => withWish('Explain this code.', wish),
  refactor: (wish = ''): string =>
    `Refactor this code without changing what it does. ${wish || 'Make it simpler and easier to read.'}`,
  fix: (problems: readonly string[], wish = ''): string =>
    withWish(
      `Fix the problems in this code. ${problems.length > 0 ? `It has these problems:\n${problems.join('\n')}` : 'No tool reports any: find the bugs.'}`,
      wish,
    ),
  document: (wish = ''): string =>
    withWish(
      'Add documentation to this code: documentation comments in the convention of its language on what is public or hard to understand. Say what cannot be read from the code. Change nothing else.',
      wish,
    ),
  test: (wish = ''): string =>
    withWish(
      'Write tests for this code, in the test framework and style of this project. Answer with one complete test file in a code block and name the file it belongs in.',
      wish,
    ),
};

/** What holds for every rewriting of code. */
export const rewriteRules =
  'Keep what you are not asked to change: its behaviour, names, style and indentation. Leave nothing out. Where nothing needs to change, answer with the code as it is.';

const withWish = (request: string, wish: string): string => (wish === '' ? request : `${request}\n\n${wish}`);
