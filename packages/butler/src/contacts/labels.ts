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

/** By what two labels are the same: case, width, spaces and other words for a field do not count. */
export function labelKeyOf(label: string): string {
  return fieldOf(label) ?? fold(label);
}
