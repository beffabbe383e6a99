import type { ToolCallView } from '@friendsai/schema';

/** Looking at a file of the user's is worth a word when it fails; that other things could not be looked up, the answer tells. */
const FILE_TOOLS = new Set(['file_read', 'analyse_file']);

/** Whether the user has been asked about a call. */
export const wasAsked = ({ asksBecause }: ToolCallView): boolean => asksBecause !== null;

/** Whether a call has anything to show for itself. What only looks shows nothing but that it is at work. */
export function isShown(call: ToolCallView): boolean {
  switch (call.state) {
    case 'requested':
      return false;
    case 'executing':
      return wasAsked(call);
    case 'succeeded':
      return call.card !== null || wasAsked(call);
    case 'failed':
      return call.risk !== 'read' || FILE_TOOLS.has(call.tool);
    case 'awaiting-confirmation':
    case 'rejected':
    case 'expired':
      return true;
  }
}
