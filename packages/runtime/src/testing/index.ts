export { connectGateway } from '../openclaw/gateway/connection.ts';
export { type AdapterHarness, describeAdapterContract } from './contract.ts';
