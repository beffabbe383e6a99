'use client';

import type { AuditEntryView } from '@friendsai/schema';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { LinesComing } from '../components/lines-coming.tsx';
import { Failure } from '../components/states.tsx';
import { dayLabel } from '../i18n/dates.ts';
import { trpc } from '../trpc/api.ts';
import { useErrorText } from '../trpc/use-error-text.ts';
import { deedOf, doerOf } from './deeds.ts';

const PAGE = 30;

/** What was done to the user's books, the newest first, and whether it is as it was written. */
export function AuditTrail() {
  const t = useTranslations('audit');
  /** Where each page that is shown begins; the newest page begins nowhere. */
  const [pages, setPages] = useState<readonly (number | null)[]>([null]);
  return (
    <section className="flex flex-col gap-4">
      <div>
        <h2 className="font-semibold text-lg">{t('title')}</h2>
        <p className="mt-1 text-soft text-sm">{t('about')}</p>
      </div>
      <Verdict />
      <div>
        {pages.map((before, index) => (
          <Page
            key={before}
            before={before}
            onOlder={index === pages.length - 1 ? (next) => setPages([...pages, next]) : null}
          />
        ))}
      </div>
    </section>
  );
}

/** Looks through the whole trail when it is asked to. */
function Verdict() {
  const t = useTranslations('audit');
  const errorText = useErrorText();
  const { data, error, isFetching, refetch } = trpc.ops.audit.verify.useQuery(undefined, { enabled: false });
  return (
    <div className="flex flex-col items-start gap-3" role="status">
      <Button className="h-11 sm:h-10" disabled={isFetching} onClick={() => void refetch()}>
        <ShieldCheck className="size-4" aria-hidden />
        {isFetching ? t('verifying') : t('verify')}
      </Button>
      {error && <Failure>{errorText(error)}</Failure>}
      {data?.ok === true && <p className="text-sm">{t('whole', { entries: data.entries })}</p>}
      {data?.ok === false && (
        <p className="flex items-start gap-2 text-loss text-sm">
          <ShieldAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
          {t('broken', { seq: data.seq })}
        </p>
      )}
    </div>
  );
}

function Page({ before, onOlder }: { before: number | null; onOlder: ((before: number) => void) | null }) {
  const t = useTranslations('audit');
  const common = useTranslations('common');
  const errorText = useErrorText();
  const { data, error, isPending, refetch } = trpc.ops.audit.list.useQuery({
    limit: PAGE,
    ...(before === null ? {} : { before }),
  });
  if (isPending) return <LinesComing count={before === null ? 5 : 2} />;
  if (error && !data) {
    return (
      <Failure
        action={
          <Button kind="link" size="text" className="min-h-11" onClick={() => void refetch()}>
            {common('retry')}
          </Button>
        }
      >
        {t('loadFailed')} {errorText(error)}
      </Failure>
    );
  }
  const { entries, nextBefore } = data;
  if (entries.length === 0) return <p className="py-2 text-soft text-sm">{t('empty')}</p>;
  return (
    <>
      <ol className="divide-y divide-hairline border-hairline border-t">
        {entries.map((entry) => (
          <Entry key={entry.seq} entry={entry} />
        ))}
      </ol>
      {onOlder && nextBefore !== null && (
        <Button kind="link" size="text" className="min-h-11 text-[13px]" onClick={() => onOlder(nextBefore)}>
          {t('older')}
        </Button>
      )}
    </>
  );
}

function Entry({ entry }: { entry: AuditEntryView }) {
  const { seq, at, actor, action } = entry;
  const t = useTranslations('audit');
  const locale = useLocale();
  const deed = deedOf(entry);
  const moment = new Date(at);
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return (
    <li className="flex items-baseline justify-between gap-4 py-2.5">
      <p className="min-w-0 [overflow-wrap:anywhere]">
        <span className="text-soft">{t(doerOf(actor))}</span>{' '}
        {deed === null ? t('otherDeed', { action }) : t(deed)}
        <span className="sr-only">, {t('entry', { seq })}</span>
      </p>
      <time dateTime={at} className="shrink-0 text-[13px] text-soft tabular-nums">
        {dayLabel(moment, new Date(), locale)} {time.format(moment)}
      </time>
    </li>
  );
}
