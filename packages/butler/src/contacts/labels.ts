/** The fields that a profile has by itself. */
export const PROFILE_FIELDS = ['relation', 'organization', 'title', 'location', 'birthday', 'note'] as const;
export type ProfileField = (typeof PROFILE_FIELDS)[number];

/** Other words for the same field, so that one thing is not known under two labels. */
const ALIASES: Record<ProfileField, readonly string[]> = {
  relation: ['relationship', '关系', '与我的关系'],
  organization: ['company', 'employer', 'works at', 'workplace', '公司', '单位', '工作单位'],
  title: ['job', 'job title', 'position', 'role', '职位', '职务', '头衔'],
  location: ['lives in', 'city', 'home', 'address', '住处', '住在', '城市', '所在地', '位置'],
  birthday: ['born', 'date of birth', '生日', '出生日期'],
  note: ['notes', '备注'],
};

/** What is often known of people besides: the same in both languages, by the first of each. */
const SAME: readonly (readonly [string, ...string[]])[] = [
  ['allergies', 'allergy', 'allergic to', '过敏', '过敏原'],
  ['likes', 'like', '喜欢'],
  ['dislikes', 'hates', '不喜欢', '讨厌'],
  ['hobbies', 'hobby', '爱好'],
  ['does not eat', '不吃', '忌口'],
  ['promised', 'promise', '承诺', '答应'],
  ['plans', 'plan', '打算', '计划'],
  ['daughter', '女儿'],
  ['son', '儿子'],
  ['husband', '丈夫', '老公'],
  ['wife', '妻子', '太太', '老婆'],
  ['partner', '伴侣', '对象'],
  ['mother', 'mum', 'mom', '妈妈', '母亲'],
  ['father', 'dad', '爸爸', '父亲'],
  ['phone', 'mobile', 'phone number', '电话', '手机'],
  ['email', 'e mail', '邮箱'],
];
const KEY_OF_ALIAS = new Map(
  SAME.flatMap(([key, ...aliases]) => aliases.map((alias) => [alias, key] as const)),
);

const FIELD_OF_ALIAS = new Map(
  PROFILE_FIELDS.flatMap((field) => [field, ...ALIASES[field]].map((alias) => [alias, field] as const)),
);

const fold = (label: string): string =>
  label
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();

/** The profile's own field that a label means; null for one of the user's own. */
export function fieldOf(label: string): ProfileField | null {
  return FIELD_OF_ALIAS.get(fold(label)) ?? null;
}

/** By what two labels are the same: case, width, spaces, the language and other words for the same thing do not count. */
export function labelKeyOf(label: string): string {
  const folded = fold(label);
  return fieldOf(label) ?? KEY_OF_ALIAS.get(folded) ?? folded;
}
