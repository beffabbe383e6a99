import { contactGet } from './contact-get.ts';

/** Every tool that the butler has, whatever the door. One file a tool. */
export const tools = [contactGet] as const;
