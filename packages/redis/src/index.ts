export { createRedis } from './connection.ts';
export { readEvent, type StoredEvent } from './encoding.ts';
export { createEventHub, type EventHub, type Following, type Viewer } from './event-hub.ts';
export { createEventLog, type EventLog } from './event-log.ts';
export { anonymousKey, tenantKey } from './keys.ts';
export { createLeases, type Lease, type Leases } from './leases.ts';
export { createLimiter, type Limit, type Limiter } from './limiter.ts';
export { createNonces, type Nonces } from './nonces.ts';
export { purgeTenant } from './purge.ts';
