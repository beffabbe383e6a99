import { ERRORS, type ErrorCode } from '@friendsai/schema';

/** Longer than any answer of ours; a tool that says more has failed. */
export const ANSWER_MAX_CHARS = 200_000;

/** What a model is answered, as one JSON text. */
export const doneAnswer = (result: Record<string, unknown>): string =>
  JSON.stringify({ status: 'done', result });

export const waitingAnswer = (): string =>
  JSON.stringify({
    status: 'waiting',
    message: 'This waits for the user to say yes. Do not call it again; tell them that it waits.',
  });

/** @param reason in the user's own words, if they gave one. */
export const rejectedAnswer = (reason: string | null): string =>
  JSON.stringify({
    status: 'rejected',
    message: 'The user said no. Do not ask for it again.',
    ...(reason === null ? {} : { reason }),
  });

/** @param issue what exactly is wrong with the input, for the model to mend. */
export const failedAnswer = (code: ErrorCode, issue?: string): string =>
  JSON.stringify({ status: 'failed', code, message: issue ?? ERRORS[code].message });
