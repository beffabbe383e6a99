'use client';

import { errorOf } from '@friendsai/api/client/error-of';
import {
  MEMORY_MAX_CHARS,
  MEMORY_NAME_MAX_CHARS,
  type Memory,
  type MemoryId,
  type UserId,
} from '@friendsai/schema';
import { type FormEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/field.tsx';
import { Failure } from '../components/states.tsx';
import { trpc } from '../trpc/api.ts';
import { useErrorText } from '../trpc/use-error-text.ts';
import { Changed } from './changed.tsx';
import { type Draft, draftPlace } from './draft.ts';

/** From here on the editor says how much room is left. */
const NEAR_LIMIT_CHARS = MEMORY_MAX_CHARS - 1_000;

/**
 * Where a memory is written. What is not saved is kept on the device; what somebody else saved meanwhile is shown, and the
 * person chooses.
 *
 * @param id the one that is changed; without it, a new one. @param memory as it is now; null when it is gone, or not there yet.
 */
export function MemoryEditor({
  userId,
  id,
  memory,
  onSaved,
  onLeft,
}: {
  userId: UserId;
  id?: MemoryId;
  memory: Memory | null;
  onSaved: (saved: Memory) => void;
  onLeft: () => void;
}) {
  const t = useTranslations('memory');
  const chat = useTranslations('chat');
  const common = useTranslations('common');
  const errorText = useErrorText();
  const areaId = useId();
  const noteId = useId();
  const queries = trpc.useUtils();
  const place = draftPlace(userId, id ?? 'new');
  const [kept] = useState(() => place.read());
  const [draft, setDraft] = useState<Draft>(
    kept ?? { name: memory?.name ?? '', text: memory?.text ?? '', version: memory?.version ?? null },
  );
  /** What somebody else made of it while this was written: `gone` when it is not there any more. */
  const [meanwhile, setMeanwhile] = useState<Memory | 'gone' | null>(id && !memory ? 'gone' : null);
  const [unsaved, setUnsaved] = useState(kept !== null);

  const write = trpc.memory.write.useMutation({
    onSuccess: (saved) => {
      place.drop();
      queries.memory.read.setData({ id: saved.id }, saved);
      void queries.memory.list.invalidate();
      void queries.memory.search.invalidate();
      onSaved(saved);
    },
    onError: async (error) => {
      if (!id) return;
      const code = errorOf(error)?.code;
      if (code === 'NOT_FOUND') return setMeanwhile('gone');
      if (code !== 'MEMORY_CONFLICT') return;
      const now = await queries.memory.read.fetch({ id }, { staleTime: 0 }).catch(() => null);
      // A conflict without another version is about the name, as with a new one.
      if (now && now.version !== draft.version) setMeanwhile(now);
    },
  });

  function change(next: Partial<Draft>): void {
    const changed = { ...draft, ...next };
    setDraft(changed);
    setUnsaved(true);
    place.write(changed);
  }

  /** @param version the one to write over; null writes a new memory. */
  function save(version: number | null): void {
    setMeanwhile(null);
    const { name, text } = draft;
    if (id && version !== null) write.mutate({ id, version, name, text });
    else write.mutate({ name, text });
  }

  function leave(): void {
    place.drop();
    onLeft();
  }

  const over = draft.text.length - MEMORY_MAX_CHARS;
  const savable = draft.name.trim() !== '' && over <= 0 && !write.isPending;
  const code = write.error ? errorOf(write.error)?.code : undefined;
  const nameTaken = code === 'MEMORY_CONFLICT' && meanwhile === null && !write.isPending;
  const shownElsewhere = code === 'MEMORY_CONFLICT' || (code === 'NOT_FOUND' && meanwhile === 'gone');
  return (
    <form
      className="mx-auto flex min-h-full w-full max-w-2xl flex-col gap-4 px-5 py-6 sm:px-10 sm:py-10"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (savable && meanwhile === null) save(id ? draft.version : null);
      }}
    >
      {meanwhile !== null && (
        <Changed
          meanwhile={meanwhile}
          disabled={!savable}
          onSaveMine={() => save(meanwhile === 'gone' ? null : meanwhile.version)}
          onTakeTheirs={leave}
        />
      )}
      <TextField
        label={t('name')}
        name="name"
        required
        maxLength={MEMORY_NAME_MAX_CHARS}
        value={draft.name}
        onChange={(event) => change({ name: event.target.value })}
        autoComplete="off"
        autoFocus={!id}
        dir="auto"
        error={nameTaken ? t('nameTaken') : undefined}
      />
      <div className="flex flex-1 flex-col gap-1.5">
        <label htmlFor={areaId} className="font-medium text-[13px] text-soft">
          {t('text')}
        </label>
        <textarea
          id={areaId}
          name="text"
          dir="auto"
          value={draft.text}
          onChange={(event) => change({ text: event.target.value })}
          aria-describedby={noteId}
          aria-invalid={over > 0}
          className="min-h-56 w-full flex-1 resize-none rounded-[10px] border border-hairline bg-surface px-3 py-2.5 text-base text-ink leading-relaxed focus:border-accent focus:outline-2 focus:outline-accent focus:-outline-offset-1 aria-invalid:border-loss"
        />
        <p id={noteId} className="text-[13px] text-soft">
          {over > 0 ? (
            <span role="alert" className="text-loss">
              {chat('tooLong', { over })}
            </span>
          ) : draft.text.length > NEAR_LIMIT_CHARS ? (
            chat('left', { left: -over })
          ) : unsaved ? (
            t('draft')
          ) : (
            t('textHint')
          )}
        </p>
      </div>
      {write.error && !shownElsewhere && <Failure>{errorText(write.error)}</Failure>}
      {meanwhile === null && (
        <div className="flex justify-end gap-2">
          <Button kind="quiet" className="h-11 sm:h-10" onClick={leave}>
            {common('cancel')}
          </Button>
          <Button type="submit" kind="primary" className="h-11 sm:h-10" disabled={!savable}>
            {common('save')}
          </Button>
        </div>
      )}
    </form>
  );
}
