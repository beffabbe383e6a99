/**
 * Every error that can reach a client. The code is stable; the sentence says what happened and what to do.
 * Clients show their own wording by code; the sentence here is for those who have none. Each code has a row
 * in docs/failure-modes.md (held by a test).
 */
export const ERRORS = {
  /** No session or token, or one that has ended. */
  UNAUTHORIZED: { httpStatus: 401, retryable: false, message: 'Sign in to go on.' },
  /** Wrong email or password, or an address that cannot be registered; never says which. */
  SIGN_IN_FAILED: {
    httpStatus: 401,
    retryable: false,
    message: 'That email and password do not go together. Check both and try again.',
  },
  /** Signed in, but not from a page of ours (a foreign Origin). */
  FORBIDDEN: {
    httpStatus: 403,
    retryable: false,
    message: 'This page may not act for you. Open FriendsAI itself.',
  },
  /** Does not exist, or is another tenant's: the two look the same on purpose. */
  NOT_FOUND: { httpStatus: 404, retryable: false, message: 'That is not here. It may have been removed.' },
  /** The input does not have the right shape; `issues` says where. */
  INVALID_INPUT: {
    httpStatus: 400,
    retryable: false,
    message: 'Something in the input is not right. Correct it and send it again.',
  },
  /** The request's body is larger than the server reads. */
  TOO_LARGE: {
    httpStatus: 413,
    retryable: false,
    message: 'That is too long. Shorten it and send it again.',
  },
  /** The same clientMessageId with another body. */
  MESSAGE_CONFLICT: {
    httpStatus: 409,
    retryable: false,
    message: 'A different message was already sent under this id. Send it as a new message.',
  },
  /** Too many requests; `retryAfterMs` says when to try again. */
  RATE_LIMITED: {
    httpStatus: 429,
    retryable: true,
    message: 'Too many tries in a short time. Wait a little, then try again.',
  },
  /** The run has already ended, so it cannot be cancelled. */
  RUN_ENDED: { httpStatus: 409, retryable: false, message: 'The butler had already finished.' },
  /** The run has not failed or been cancelled, or a later retry exists. */
  RUN_NOT_RETRYABLE: { httpStatus: 409, retryable: false, message: 'There is nothing to retry here.' },
  /** The gateway cannot be reached. */
  RUNTIME_UNAVAILABLE: {
    httpStatus: 503,
    retryable: true,
    message: 'The butler cannot be reached just now. Your message is kept; try again in a moment.',
  },
  /** The runtime went away in the middle of an answer. */
  RUN_INTERRUPTED: {
    httpStatus: 503,
    retryable: true,
    message: 'The answer was interrupted. What had been said is kept; try again.',
  },
  /** The model gave nothing for longer than a run may take. */
  RUN_TIMEOUT: {
    httpStatus: 504,
    retryable: true,
    message: 'The butler took too long. Your message is kept; try again.',
  },
  /** The model provider refused or broke off. */
  MODEL_FAILED: {
    httpStatus: 502,
    retryable: true,
    message: 'The model gave an error. Your message is kept; try again.',
  },
  /** The model provider does not accept our key. */
  MODEL_KEY_REFUSED: {
    httpStatus: 502,
    retryable: false,
    message: 'The model provider does not accept the key. Ask whoever runs this server to check it.',
  },
  /** What the person typed to confirm a removal is not right. */
  CONFIRMATION_WRONG: {
    httpStatus: 403,
    retryable: false,
    message: 'That does not confirm it. Check your email address and password and try again.',
  },
  /** The question has been answered already, perhaps on another device. */
  ALREADY_DECIDED: {
    httpStatus: 409,
    retryable: false,
    message: 'This was decided already. Nothing was done a second time.',
  },
  /** The question waited for longer than a question is kept. */
  DECISION_EXPIRED: {
    httpStatus: 409,
    retryable: false,
    message: 'This question is too old to be answered. Ask the butler again.',
  },
  /** What is to be undone has been changed again, or undone, since. */
  UNDO_CONFLICT: {
    httpStatus: 409,
    retryable: false,
    message: 'This has been changed since, so it cannot be undone. Undo the newer change first.',
  },
  /** One tool call id, two different inputs. */
  TOOL_CALL_CONFLICT: {
    httpStatus: 409,
    retryable: false,
    message: 'Another call was already made under this id.',
  },
  /** A tool gave an error of its own. */
  TOOL_FAILED: { httpStatus: 502, retryable: true, message: 'The tool gave an error. Nothing was changed.' },
  /** A tool took longer than it may. */
  TOOL_TIMEOUT: { httpStatus: 504, retryable: true, message: 'The tool took too long and was stopped.' },
  /** Something was sent out of the house, and nobody saw what became of it. */
  TOOL_UNCERTAIN: {
    httpStatus: 504,
    retryable: false,
    message: 'It is not certain whether this happened. Look there before you have it done again.',
  },
  /** An outside server offers other tools than those that an admin has looked at. */
  TOOLS_CHANGED: {
    httpStatus: 503,
    retryable: false,
    message:
      'The tools of this outside server have changed. An admin has to look at them and allow them again.',
  },
  /** A file above the size that one file may have. */
  FILE_TOO_LARGE: {
    httpStatus: 413,
    retryable: false,
    message: 'That file is too large. Files may have up to 25 MB.',
  },
  /** All files of the tenant together would take more room than there is. */
  QUOTA_EXCEEDED: {
    httpStatus: 413,
    retryable: false,
    message: 'There is no room left for this file. Remove some files first.',
  },
  /** A kind of file that is not taken in. */
  FILE_TYPE_REFUSED: {
    httpStatus: 415,
    retryable: false,
    message: 'Files of this kind are not taken. Documents, pictures, tables and text are.',
  },
  /** The same file id with other bytes. */
  FILE_CONFLICT: {
    httpStatus: 409,
    retryable: false,
    message: 'Another file was already stored under this id. Add it as a new file.',
  },
  /** There is no text to be had from the file. */
  FILE_UNREADABLE: {
    httpStatus: 422,
    retryable: false,
    message: 'There is no text to be read in this file. It can be kept and downloaded all the same.',
  },
  /** Reading the file took more time, memory or room than one file may take. */
  SANDBOX_LIMIT: {
    httpStatus: 422,
    retryable: false,
    message: 'Reading this file took too much and was stopped. It can be kept and downloaded all the same.',
  },
  /** The host has nothing to read untrusted files in; they are never read without it. */
  SANDBOX_UNAVAILABLE: {
    httpStatus: 503,
    retryable: false,
    message:
      'Files cannot be read on this server, because it has no sandbox. Ask whoever runs it to install bubblewrap.',
  },
  /** The memory has been changed since it was read. */
  MEMORY_CONFLICT: {
    httpStatus: 409,
    retryable: false,
    message: 'This note has been changed meanwhile. Look at what it says now, then write again.',
  },
  /** PostgreSQL or Redis does not answer. */
  DEPENDENCY_UNAVAILABLE: {
    httpStatus: 503,
    retryable: true,
    message: 'We cannot reach our own books just now. Try again in a moment.',
  },
  /** A fault of ours. */
  INTERNAL: {
    httpStatus: 500,
    retryable: true,
    message: 'Something went wrong on our side. Try again; if it stays, tell us the request id.',
  },
} as const satisfies Record<string, { httpStatus: number; retryable: boolean; message: string }>;

export type ErrorCode = keyof typeof ERRORS;
/** All codes, for exhaustive lists such as the clients' catalogues. */
export const ERROR_CODES = Object.keys(ERRORS) as readonly ErrorCode[];

/** A code that came as text; one that is none of ours is INTERNAL. */
export function errorCodeOf(text: string | null | undefined): ErrorCode {
  return ERROR_CODES.find((code) => code === text) ?? 'INTERNAL';
}

/** What a client sees of an error. */
export type ErrorShape = {
  code: ErrorCode;
  message: string;
  retryable: boolean;
  requestId: string;
  /** For RATE_LIMITED: milliseconds until the next try can succeed. */
  retryAfterMs?: number;
  /** For INVALID_INPUT: where and what. */
  issues?: { path: string; message: string }[];
};

/** The one error class that crosses floors. Anything else that is thrown is INTERNAL to a client. */
export class FriendsError extends Error {
  readonly code: ErrorCode;
  readonly retryAfterMs: number | undefined;

  /** `cause` is for the log only; it never reaches a client. */
  constructor(code: ErrorCode, options: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(ERRORS[code].message, { cause: options.cause });
    this.name = 'FriendsError';
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }

  get retryable(): boolean {
    return ERRORS[this.code].retryable;
  }
}
