/** For tests that ask a gateway what it offers. */
export { connectGateway } from './openclaw/gateway/connection.ts';
