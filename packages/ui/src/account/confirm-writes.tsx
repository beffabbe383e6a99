'use client';

import { Switch } from '@base-ui/react/switch';
import { useId } from 'react';
import { toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { Skeleton } from '../components/states.tsx';
import { trpc } from '../trpc/api.ts';
import { useErrorText } from '../trpc/use-error-text.ts';

/** Whether the butler asks before it writes anything down. */
export function ConfirmWrites() {
  const t = useTranslations('waiting');
  const errorText = useErrorText();
  const labelId = useId();
  const hintId = useId();
  const queries = trpc.useUtils();
  const me = trpc.account.me.useQuery();
  const update = trpc.account.update.useMutation({
    onSuccess: (account) => {
      queries.account.me.setData(undefined, account);
      toast(account.confirmWrites ? t('askAlwaysOn') : t('askAlwaysOff'));
    },
    onError: (error) => toast.error(errorText(error)),
  });
  if (!me.data) return <Skeleton className="h-14 w-full" />;
  // What was asked for is shown until the server has said otherwise.
  const on = update.isPending ? update.variables.confirmWrites === true : me.data.confirmWrites;
  return (
    <div className="flex items-start justify-between gap-4">
      <div className="min-w-0">
        <p id={labelId}>{t('askAlways')}</p>
        <p id={hintId} className="mt-0.5 text-[13px] text-soft">
          {t('askAlwaysHint')}
        </p>
      </div>
      <Switch.Root
        checked={on}
        onCheckedChange={(confirmWrites) => update.mutate({ confirmWrites })}
        aria-labelledby={labelId}
        aria-describedby={hintId}
        className="-my-2 flex h-11 shrink-0 items-center"
      >
        <span
          className={`flex h-7 w-12 rounded-full p-0.5 transition-colors duration-150 ${on ? 'bg-accent' : 'bg-soft/70'}`}
        >
          <Switch.Thumb className="size-6 rounded-full bg-paper transition-transform duration-150 data-[checked]:translate-x-5" />
        </span>
      </Switch.Root>
    </div>
  );
}
