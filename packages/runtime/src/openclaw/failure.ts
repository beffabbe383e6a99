import type { ErrorCode } from '@friendsai/schema';
import { ZodError } from 'zod';
import { GatewayRefusal } from './gateway/connection.ts';

/** All text in an answer of unknown form, for looking at; never for showing. */
function textOf(reason: unknown): string {
  if (reason instanceof Error) return reason.message;
  return typeof reason === 'string' ? reason : (JSON.stringify(reason) ?? '');
}

/** What a run that went wrong is called in our words. The gateway reports a provider's fault as prose only. */
export function failureCode(reason: unknown): ErrorCode {
  // It lists the words that were expected, and they say nothing of what happened.
  if (reason instanceof ZodError) return 'MODEL_FAILED';
  const text = textOf(reason);
  // A provider's fault comes under the code of a gateway that is starting up, and is told from it by its text only.
  const isProviders = /FailoverError/.test(text);
  if (!isProviders && reason instanceof GatewayRefusal && reason.code === 'UNAVAILABLE')
    return 'RUNTIME_UNAVAILABLE';
  if (
    /\b401\b|\b403\b|unauthori[sz]ed|invalid.{0,20}api.?key|auth(entication)? (failed|error|failure)|auth\/billing/i.test(
      text,
    )
  ) {
    return 'MODEL_KEY_REFUSED';
  }
  if (/timed? ?out/i.test(text)) return 'RUN_TIMEOUT';
  return 'MODEL_FAILED';
}

/** The gateway's configuration was read anew just as the run began; nothing has been said, so it may simply begin again. */
export function isSuperseded(reason: unknown): boolean {
  return /generation was superseded/.test(textOf(reason));
}
