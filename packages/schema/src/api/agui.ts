export { RunAgentInputSchema as AguiInput } from '@ag-ui/core/schemas';
