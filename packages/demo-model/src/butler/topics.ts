import type { Profile } from './context.ts';
import type { Language, Saying } from './language.ts';

export type Field = Exclude<keyof Profile, 'journal' | 'facts'>;

/**
 * A field of the profile as people speak of it. `asks`: a question for just that field of the person. `mentions`: words by
 * which a sentence touches it, in any way.
 */
type Topic = {
  field: Field;
  label: Saying;
  asks: RegExp;
  mentions: RegExp;
  says: Record<Language, (name: string, value: string) => string>;
};

export const TOPICS: readonly Topic[] = [
  {
    field: 'name',
    label: { zh: '名字', en: 'name' },
    asks: /^[他她](?:的?(?:全名|名字)|叫什么|姓什么)|\b(?:her|his|their) (?:full |whole |last |first )?name\b/i,
    mentions: /全名|\bfull name\b/i,
    says: { zh: (name) => `名字是${name}`, en: (name) => `the name is ${name}` },
  },
  {
    field: 'birthday',
    label: { zh: '生日', en: 'birthday' },
    asks: /生日|几岁|多大|出生|年纪|birthday|\bborn\b|how old/i,
    mentions: /生日|出生|birthday|\bborn\b/i,
    says: {
      zh: (name, value) => `${name}的生日是 ${value}`,
      en: (name, value) => `${name}'s birthday is ${value}`,
    },
  },
  {
    field: 'location',
    label: { zh: '住处', en: 'place of living' },
    asks: /住(?:在)?(?:哪|什么)|^[^我咱]*在(?:哪里|哪儿|哪个城市|哪|什么地方)(?:住|生活|呢|啊)?[\s？?。]*$|where\b.*\b(?:live|living|reside|based)|where(?:['’]s|\s+(?:is|are))\s+(?:s?he|they|\p{Lu}\p{L}*(?:\s+\p{Lu}\p{L}*)*)(?:\s+(?:now|these days|at the moment))?[\s?？.]*$|(?:which|what)\s+(?:city|country|town)\s+(?:is|does)/iu,
    mentions: /搬|住|定居|\bliv(?:e|es|ed|ing)\b|\bmov(?:e|es|ed|ing)\b|\brelocat|\bbased in\b/i,
    says: { zh: (name, value) => `${name}在${value}`, en: (name, value) => `${name} is in ${value}` },
  },
  {
    field: 'organization',
    label: { zh: '工作单位', en: 'place of work' },
    asks: /公司|单位|上班|就职|任职|(?:在哪|什么|做).*工作|where\b.*\bwork|\bwork(?:s|ing)?\s+(?:for|at)\b|\b(?:company|employer)\b|what (?:do|does)\s+\S+\s+do\b/i,
    mentions:
      /公司|上班|工作|入职|跳槽|辞职|退休|\bwork(?:s|ed|ing)?\b|\bjob\b|\bcompany\b|\bhired\b|\bjoined\b|\bquit\b|\bretir/i,
    says: {
      zh: (name, value) => `${name}在${value}工作`,
      en: (name, value) => `${name} works at ${value}`,
    },
  },
  {
    field: 'title',
    label: { zh: '职位', en: 'title' },
    asks: /职位|职务|头衔|职业|(?:做|干)什么(?:工作|的)|什么工作|\btitle\b|\bposition\b|\bprofession\b|\boccupation\b|what(?:['’]s| is)\s+(?:her|his|their|\S+['’]s)\s+(?:job|role)\b|what (?:do|does)\s+\S+\s+do\b/i,
    mentions: /升职|职位|\bpromoted\b|\btitle\b/i,
    says: {
      zh: (name, value) => `${name}的职位是${value}`,
      en: (name, value) => `${name}'s title is ${value}`,
    },
  },
  {
    field: 'relation',
    label: { zh: '与您的关系', en: 'relation to you' },
    asks: /什么关系|怎么认识|是我(?:的)?(?:什么|谁)|\brelat(?:ed|ion|ionship)\b|how do i know|who is (?:s?he|they) to me/i,
    mentions: /认识|\bmet\b|\brelat/i,
    says: {
      zh: (name, value) => `${name}是您的${value}`,
      en: (name, value) => `${name} is noted as your ${value}`,
    },
  },
  {
    field: 'note',
    label: { zh: '备注', en: 'note' },
    asks: /备注|记(?:了|着|下)(?:些|了)?什么|\bnotes?\b|\bnoted\b/i,
    mentions: /备注/,
    says: {
      zh: (name, value) => `关于${name}，您记着：${value}`,
      en: (name, value) => `on ${name} you noted: ${value}`,
    },
  },
];
