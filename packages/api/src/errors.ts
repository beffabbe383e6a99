import { ERRORS, type ErrorCode, type ErrorShape, FriendsError } from '@friendsai/schema';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';

const TRPC_CODE_OF_STATUS = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  500: 'INTERNAL_SERVER_ERROR',
  502: 'BAD_GATEWAY',
  503: 'SERVICE_UNAVAILABLE',
  504: 'GATEWAY_TIMEOUT',
} as const satisfies Record<(typeof ERRORS)[ErrorCode]['httpStatus'], TRPCError['code']>;

/** Our error as tRPC's, so that the HTTP status is right. */
export function toTrpcError(error: FriendsError): TRPCError {
  const { httpStatus } = ERRORS[error.code];
  return new TRPCError({ code: TRPC_CODE_OF_STATUS[httpStatus], message: error.message, cause: error });
}

/** tRPC's own refusals (no such procedure, a body that is no JSON, wrong method) in our codes. */
function codeOf(error: TRPCError): ErrorCode {
  if (error.cause instanceof FriendsError) return error.cause.code;
  switch (error.code) {
    case 'BAD_REQUEST':
    case 'PARSE_ERROR':
    case 'METHOD_NOT_SUPPORTED':
    case 'UNSUPPORTED_MEDIA_TYPE':
      return 'INVALID_INPUT';
    case 'NOT_FOUND':
      return 'NOT_FOUND';
    case 'PAYLOAD_TOO_LARGE':
      return 'TOO_LARGE';
    default:
      return 'INTERNAL';
  }
}

/** What a client sees of an error: nothing of the stack, the query or the cause. */
export function errorShape(error: TRPCError, requestId: string): ErrorShape {
  const code = codeOf(error);
  const shape: ErrorShape = {
    code,
    message: ERRORS[code].message,
    retryable: ERRORS[code].retryable,
    requestId,
  };
  if (error.cause instanceof FriendsError && error.cause.retryAfterMs !== undefined) {
    shape.retryAfterMs = error.cause.retryAfterMs;
  }
  if (error.cause instanceof z.ZodError) {
    shape.issues = error.cause.issues.map((issue) => ({
      path: issue.path.join('.'),
      message: issue.message,
    }));
  }
  return shape;
}
