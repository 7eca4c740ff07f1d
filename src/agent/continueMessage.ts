/** Asks the model for the rest of an answer that was cut off, so that it goes on in mid-sentence. */
export const continueMessage =
  'Continue exactly where you stopped: begin with the next word. Repeat nothing, and say nothing about the break.';
