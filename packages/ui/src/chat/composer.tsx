'use client';

import { type ChannelRef, MESSAGE_MAX_CHARS } from '@friendsai/schema';
import { ArrowUp } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { classes } from '../components/classes.ts';
import { useLive, useLiveState, useUploads } from '../live/index.ts';
import { AttachButtons } from './attach-buttons.tsx';
import { ComposerNote, NEAR_LIMIT_CHARS } from './composer-note.tsx';
import { DraftFiles } from './draft-files.tsx';
import { useDraft } from './use-draft.ts';
import { useFileDrop } from './use-file-drop.ts';

/**
 * Where a message is written and files are added to it. What is not sent yet is kept on the device, for each channel.
 *
 * @param touch on a phone Enter is a new line, since the button is beside the thumb, and there is a camera. With a keyboard Enter sends.
 */
export function Composer({
  contactId,
  placeholder,
  touch,
}: {
  contactId: ChannelRef;
  placeholder: string;
  touch: boolean;
}) {
  const t = useTranslations('chat');
  const attach = useTranslations('attach');
  const live = useLive();
  const noteId = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [text, write] = useDraft(contactId);
  const { uploads, files } = useUploads(contactId);
  const offline = useLiveState(({ connection }) => connection === 'offline');
  const [leftOut, setLeftOut] = useState(0);

  function add(added: File[]): void {
    if (added.length === 0) return;
    setLeftOut(uploads.add(contactId, added));
    area.current?.focus();
  }
  const dropping = useFileDrop(add);

  const over = text.length - MESSAGE_MAX_CHARS;
  const ready = files.every(({ state }) => state === 'done');
  const sendable = (text.trim() !== '' || files.length > 0) && over <= 0 && ready;

  function send(): void {
    if (!sendable) return;
    // A message says something; a file alone is handed over with the shortest words there are.
    live.send(contactId, text.trim() || attach('only'), uploads.take(contactId));
    write('');
    setLeftOut(0);
    area.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    // While characters are being composed, Enter belongs to the input method (keyCode 229 where isComposing is late).
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && !touch && !event.shiftKey) {
      event.preventDefault();
      send();
    }
    if (event.key === 'Escape') area.current?.blur();
  }

  function onPaste(event: ClipboardEvent): void {
    // What an office program copies comes as words and as their picture: the words are meant.
    if (event.clipboardData.types.includes('text/plain') || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    add([...event.clipboardData.files]);
  }

  return (
    <form
      className="mx-auto w-full max-w-3xl"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div
        className={classes(
          'relative rounded-[16px] border border-hairline bg-raised p-1.5 transition-colors focus-within:border-accent',
          dropping && 'border-accent border-dashed',
        )}
      >
        <DraftFiles contactId={contactId} />
        <div className="flex items-end gap-1">
          <AttachButtons camera={touch} onFiles={add} />
          <textarea
            ref={area}
            data-composer
            rows={1}
            dir="auto"
            value={text}
            onChange={(event) => write(event.target.value)}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            aria-label={placeholder}
            aria-describedby={noteId}
            aria-invalid={over > 0}
            placeholder={dropping ? attach('drop') : placeholder}
            enterKeyHint={touch ? 'enter' : 'send'}
            className="field-sizing-content max-h-40 min-h-11 min-w-0 flex-1 resize-none bg-transparent px-2 py-2.5 text-base outline-none placeholder:truncate placeholder:text-soft"
          />
          <Button
            type="submit"
            kind="primary"
            size="touch"
            disabled={!sendable}
            aria-label={t('send')}
            className="rounded-[12px]"
          >
            <ArrowUp className="size-5" aria-hidden />
          </Button>
        </div>
      </div>
      <ComposerNote
        id={noteId}
        overChars={over}
        leftOut={leftOut}
        files={files}
        offline={offline}
        nearLimit={text.length > NEAR_LIMIT_CHARS}
      />
    </form>
  );
}
