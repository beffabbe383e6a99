import { createHmac } from 'node:crypto';

/** A cell's own token, made from the house's secret: no token is written down anywhere but in the cell's configuration. */
export function cellToken(secret: string, cellId: string): string {
  return createHmac('sha256', secret).update(`cell:${cellId}`).digest('hex');
}
