'use client';

import { type Locale, NAME_MAX_CHARS } from '@friendsai/schema';
import { useTheme } from 'next-themes';
import { toast } from 'sonner';
import { useLocale, useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/field.tsx';
import { Segments } from '../components/segments.tsx';
import { Skeleton } from '../components/states.tsx';
import { useSwitchLocale } from '../i18n/locale.ts';
import { trpc } from '../trpc/api.ts';
import { useErrorText } from '../trpc/use-error-text.ts';

const THEMES = ['system', 'light', 'dark'] as const;
const LANGUAGES = [
  { value: 'zh-CN', label: '中文' },
  { value: 'en', label: 'English' },
] as const satisfies readonly { value: Locale; label: string }[];

/** Name, language and appearance. @param refresh asks for the page again, in the new language. */
export function Preferences({ refresh }: { refresh: () => void }) {
  const t = useTranslations('settings');
  const auth = useTranslations('auth');
  const common = useTranslations('common');
  const errorText = useErrorText();
  const locale = useLocale();
  const switchLocale = useSwitchLocale(refresh);
  const { theme = 'system', setTheme } = useTheme();
  const me = trpc.account.me.useQuery();
  const queries = trpc.useUtils();
  const update = trpc.account.update.useMutation({
    onSuccess: (account) => {
      queries.account.me.setData(undefined, account);
      toast(t('saved'));
    },
    onError: (error) => toast.error(errorText(error)),
  });
  if (!me.data) return <Skeleton className="h-48 w-full" />;
  return (
    <div className="flex flex-col gap-6">
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          const name = new FormData(event.currentTarget).get('name');
          if (typeof name === 'string') update.mutate({ name });
        }}
      >
        <div className="min-w-0 flex-1">
          <TextField
            label={auth('name')}
            name="name"
            required
            maxLength={NAME_MAX_CHARS}
            defaultValue={me.data.name}
            key={me.data.name}
            dir="auto"
          />
        </div>
        <Button type="submit" className="h-11" disabled={update.isPending}>
          {common('save')}
        </Button>
      </form>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <span>{t('language')}</span>
        <Segments
          label={t('language')}
          value={locale}
          options={LANGUAGES}
          onChange={(next) => {
            update.mutate({ locale: next });
            switchLocale(next);
          }}
        />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <span>{t('theme')}</span>
        <Segments
          label={t('theme')}
          value={THEMES.find((each) => each === theme) ?? 'system'}
          options={THEMES.map((value) => ({ value, label: t(value) }))}
          onChange={setTheme}
        />
      </div>
    </div>
  );
}
