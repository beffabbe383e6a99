import { z } from 'zod';
import { analyseFile } from './analyse-file.ts';
import { contactFind } from './contact-find.ts';
import { contactGet } from './contact-get.ts';
import { contactUpdate } from './contact-update.ts';
import { draftPropose } from './draft-propose.ts';
import { fileList } from './file-list.ts';
import { fileRead } from './file-read.ts';
import { interactionLog } from './interaction-log.ts';
import { journalConcerns } from './journal-concerns.ts';
import { memoryRead } from './memory-read.ts';
import { memorySearch } from './memory-search.ts';
import { memoryWrite } from './memory-write.ts';
import { noteAdd } from './note-add.ts';
import { reminderComplete } from './reminder-complete.ts';
import { reminderCreate } from './reminder-create.ts';
import { reminderList } from './reminder-list.ts';
import { timelineRead } from './timeline-read.ts';
import type { Tool } from './tool.ts';

/** Every tool of our own, whatever the door. One file a tool. */
export const OWN_TOOLS: readonly Tool[] = [
  contactFind,
  contactGet,
  contactUpdate,
  noteAdd,
  interactionLog,
  timelineRead,
  reminderCreate,
  reminderList,
  reminderComplete,
  memorySearch,
  memoryRead,
  memoryWrite,
  fileList,
  fileRead,
  analyseFile,
  draftPropose,
  journalConcerns,
];

/** A tool as a model is offered it. */
export type ToolManifest = { name: string; description: string; inputSchema: Record<string, unknown> };

export function manifestOf({ name, description, input }: Tool): ToolManifest {
  return { name, description, inputSchema: z.toJSONSchema(input, { io: 'input' }) };
}
