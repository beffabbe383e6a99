export { createRedis } from './connection.ts';
export { createEventHub, type EventHub } from './event-hub.ts';
export { createEventLog, type EventLog, type Head } from './event-log.ts';
export { anonymousKey, tenantKey } from './keys.ts';
export { createLeases, type Lease, type Leases } from './leases.ts';
export { createLimiter, type Limit, type Limiter } from './limiter.ts';
