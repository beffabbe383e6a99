import type { Context, Profile } from './context.ts';

type Field = Exclude<keyof Profile, 'journal'>;

/** What a question about a field sounds like, and how its answer is said. */
const FIELDS: {
  field: Field;
  asks: RegExp;
  zh: (name: string, value: string) => string;
  en: (name: string, value: string) => string;
}[] = [
  {
    field: 'birthday',
    asks: /生日|几岁|多大|birthday|born|how old/i,
    zh: (name, value) => `${name}的生日是 ${value}`,
    en: (name, value) => `${name}'s birthday is ${value}`,
  },
  {
    field: 'location',
    asks: /住|在哪|哪里|哪儿|城市|where|live|city|based/i,
    zh: (name, value) => `${name}在${value}`,
    en: (name, value) => `${name} is in ${value}`,
  },
  {
    field: 'organization',
    asks: /公司|单位|上班|工作|work|company|employ|job/i,
    zh: (name, value) => `${name}在${value}工作`,
    en: (name, value) => `${name} works at ${value}`,
  },
  {
    field: 'title',
    asks: /职位|职务|头衔|title|position|role|job/i,
    zh: (name, value) => `${name}的职位是${value}`,
    en: (name, value) => `${name}'s title is ${value}`,
  },
  {
    field: 'relation',
    asks: /什么关系|怎么认识|relation|how do i know/i,
    zh: (name, value) => `${name}是您的${value}`,
    en: (name, value) => `${name} is your ${value}`,
  },
  {
    field: 'note',
    asks: /备注|记了什么|note|about (him|her|them)/i,
    zh: (name, value) => `关于${name}，您记着：${value}`,
    en: (name, value) => `On ${name} you noted: ${value}`,
  },
];

/** What of the profile a question asks for: sentences for what is known. Null when it asks for no field. */
export function answerFromProfile({ asked, language, profile }: Context): { known: string[] } | null {
  const wanted = FIELDS.filter(({ asks }) => asks.test(asked));
  if (wanted.length === 0 || !profile || profile.journal) return null;
  const name = profile.name ?? (language === 'zh' ? '这位' : 'They');
  const known = wanted.flatMap(({ field, ...says }) => {
    const value = profile[field];
    return value === undefined ? [] : [says[language](name, value)];
  });
  return { known };
}
