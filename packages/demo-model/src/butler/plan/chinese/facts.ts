import { datesIn } from '../../dates.ts';
import type { Scene } from '../scene.ts';
import type { Told } from '../statement.ts';
import { isDenied } from './mood.ts';
import { trimmed } from './people.ts';
import { houseOf, isTitle, placeOf, plainOf, titleOf } from './values.ts';

type Reader = (object: string, scene: Scene, match: RegExpExecArray) => Told[] | null;
/** A verb and how what stands behind it is read; whoever it is said of stands before it. */
type Verb = readonly [RegExp, Reader];

const one = (label: string, value: string | null): Told[] | null =>
  value === null || value === '' ? null : [{ label, value }];
const same = (a: string | undefined, b: string) =>
  a !== undefined && b !== '' && (a.includes(b) || b.includes(a));

/** A house of work and a title, from "谷歌当产品经理", "谷歌做设计师". */
function house(text: string, { today }: Scene): Told[] | null {
  const [, organization = '', title] =
    /^(.+?)(?:(?:当|做|担任|出任|任|的?职位是)(?:了)?(?:一[名个位])?(.+))?$/u.exec(plainOf(text, today)) ??
    [];
  const name = houseOf(organization, today);
  if (name === null) return null;
  const post = title === undefined ? '' : titleOf(title, today);
  return [
    { label: 'organization', value: name },
    ...(post !== '' && !/^(?:工作|事)$/.test(post) ? [{ label: 'title', value: post }] : []),
  ];
}

/** A title and the house of work before it, from "谷歌的产品总监". */
function post(text: string, { today }: Scene): Told[] | null {
  const [, organization, title = ''] = /^(?:(.+)的)?(.+)$/u.exec(plainOf(text, today)) ?? [];
  const name = organization === undefined ? null : houseOf(organization, today);
  const value = titleOf(title, today);
  if (value === '') return null;
  return [
    ...(name === null || /^(?:(?:我们|她们?|他们?|[这那]家)?的?公司|.{0,4}部门|我.*)$/u.test(name)
      ? []
      : [{ label: 'organization', value: name }]),
    { label: 'title', value },
  ];
}

/** A birthday: with its year when it is told. */
function birthday(text: string, { today }: Scene): Told[] | null {
  const date = datesIn(text, 'zh', today, 'future').find(
    ({ text: words }) => /[日号]|\d[-/.]\d|天/.test(words) || /月\p{Script=Han}+$/u.test(words),
  );
  return date ? one('birthday', /\d{4}/.test(date.text) ? date.on : `--${date.on.slice(5)}`) : null;
}

const ENDING = '(?:了|啦)?';
const DENIALS: readonly Verb[] = [
  [
    /(?:不能|不可以|从来不|从不|不再|不太|不怎么|不|没法)(?:能)?(?<verb>吃|喝|抽)(?!饭|惯|了饭)/u,
    (object, { today }, match) => one(`不${match.groups?.verb ?? ''}`, plainOf(object, today)),
  ],
  [
    /(?:不太|不怎么|很不|特别不|最不|不)(?:喜欢|爱|想)/u,
    (object, { today }) => one('不喜欢', plainOf(object, today)),
  ],
  [/受不了/u, (object, { today }) => one('不喜欢', plainOf(object, today))],
  [
    /(?:已经)?不(?:再)?在(?=.+(?:工作|上班|干|做))/u,
    (object, { organization, today }) =>
      same(organization, houseOf(object.replace(/(?:工作|上班|干|做).*$/u, ''), today) ?? '')
        ? [{ label: 'organization', value: null }]
        : null,
  ],
];

const VERBS: readonly Verb[] = [
  [
    /(?:打算|准备|计划|将要|即将|快要|马上要|决定要?|要)(?=.{0,8}?[去搬换离回来跳结生做开学买考读])/u,
    (object, { today }, match) => {
      const [day] = datesIn(match.input.slice(0, match.index), 'zh', today, 'future');
      return one('打算', `${day?.text ?? ''}${object.replace(/[了啦呢。！!]+$/u, '')}`);
    },
  ],
  [
    /(?:生日(?:是|在|就在|：|:)?|出生[在于]?|生于|出生日期是?)/u,
    (_object, scene, match) => birthday(match.input, scene),
  ],
  [
    new RegExp(`(?:搬家|搬|移居|迁|移民|回迁)(?:${ENDING})(?:到|去|回|来|至)(?:了)?`, 'u'),
    (object, { today }) => one('location', placeOf(object, today)),
  ],
  [
    /(?:定居|落户|常住|长住|安家|住(?!院|校|宿|口)|现居|旅居)(?:在|于|到|去)?(?:了)?(?=[^了])/u,
    (object, { today }) => one('location', placeOf(object, today)),
  ],
  [
    /在(?=[^在]{1,12}(?:定居|安家|落户|生活|住(?:了|下|着|$)|买房))/u,
    (object, { today }) =>
      one('location', placeOf(object.replace(/(?:定居|安家|落户|生活|住|买房).*$/u, ''), today)),
  ],
  [
    /(?:人在|现在在|目前在|如今在)(?!.*(?:上班|工作|任职|就职|读|上学|做|当|开会|忙|出差|旅|度假|吃|等))/u,
    (object, { today }) => one('location', placeOf(object, today)),
  ],
  [
    /调(?:到|去|回)(?:了)?(?!.*(?:部|处|科|组|公司|行|院|校|局|所|厂)(?:工作|上班)?(?:了)?$)/u,
    (object, { today }) => one('location', placeOf(object, today)),
  ],
  [/(?:公司|单位|东家)(?:是|叫)(?!我)/u, (object, scene) => house(object, scene)],
  [/老家(?:在|是)/u, (object, { today }) => one('老家', plainOf(object, today))],
  [/(?:跳槽|转|换|调)(?:到|去|至|进)(?:了)?/u, (object, scene) => house(object, scene)],
  [
    /(?:入职|加入|加盟|供职于|任职于|就职于|就职在|效力于|受雇于|考进|考入|进入)(?:了|到)?/u,
    (object, scene) => house(object, scene),
  ],
  [
    /(?:去|到|进)(?:了)?(?=[^去到]{1,16}(?:上班|工作|任职|就职|当|做|担任))/u,
    (object, scene) => house(object.replace(/(?:上班|工作|任职|就职)(?:了)?$/u, ''), scene),
  ],
  [
    /在(?=[^在]{1,20}(?:上班|工作|任职|就职|供职|当|做|担任|教书|实习))/u,
    (object, scene) =>
      house(object.replace(/(?:上班|工作|任职|就职|供职|教书|实习)(?:了|呢)?.*$/u, ''), scene),
  ],
  [
    /(?:被)?(?:升职?|晋升|升任|提拔|提升|任命)(?:为|成|做|当|到)?(?:了)?(?=\S)/u,
    (object, scene) => post(object, scene),
  ],
  [
    /(?:担任|出任|接任|当上|当选|做上|成为|成|改行做|转行做|转行当)(?:了)?/u,
    (object, scene) => post(object, scene),
  ],
  [
    /(?:离开|离职|辞去|从)(?:了)?(?=.*)/u,
    (object, { organization, location, today }, match) => {
      const left = plainOf(object, today).replace(/(?:离职|辞职|退休|离开|走|的工作|工作)(?:了)?$/u, '');
      if (
        same(organization, left) ||
        (left === '' && /离职/.test(match.input)) ||
        /^(?:公司|原公司|单位)$/.test(left)
      )
        return [{ label: 'organization', value: null }];
      return same(location, left) ? [{ label: 'location', value: null }] : null;
    },
  ],
  [/辞职|辞了工作|辞工/u, () => [{ label: 'organization', value: null }]],
  [/退休/u, () => one('title', '退休')],
  [
    /是(?:我们?|咱们?)(?:的|家)?(?!.*(?:见过|最|说|想|认为|唯一|问|送|买|给))/u,
    (object, { today }) => one('relation', plainOf(object, today)),
  ],
  [
    /对/u,
    (object, { today }) =>
      /过敏/.test(object)
        ? one('过敏', plainOf(object.replace(/(?:严重|有点|特别|非常)?过敏.*$/u, ''), today))
        : null,
  ],
  [
    /(?:吃素|是素食者|素食主义|戒酒|戒烟|乳糖不耐(?:受)?|有?糖尿病)/u,
    (_object, _scene, match) => one('饮食', match[0].replace(/^[是有]/u, '')),
  ],
  [/(?:讨厌|反感|害怕|忌口)/u, (object, { today }) => one('不喜欢', plainOf(object, today))],
  [
    /(?:爱好(?:是)?|热爱|迷上|痴迷于?|喜欢上?|钟爱|偏爱|热衷于?|爱(?=[吃喝看听玩打跑养读跳唱画爬钓]))/u,
    (object, { today }) => (/^(?:我|你)$/.test(object) ? null : one('喜欢', plainOf(object, today))),
  ],
  [
    /(?:会(?=说|弹|拉|唱|跳|画|讲)|在学(?=\S)|正在学|开始学)(?:着|习)?/u,
    (object, { today }, match) => one(match[0].startsWith('会') ? '会' : '在学', plainOf(object, today)),
  ],
  [
    /(?:现在|目前|如今)?是(?=\S)/u,
    (object, scene) =>
      isTitle(titleOf(plainOf(object, scene.today).split('的').at(-1) ?? '', scene.today))
        ? post(object, scene)
        : null,
  ],
];

const LIFE: readonly (readonly [RegExp, string])[] = [
  [/结婚|领证|办婚礼|离婚|再婚|分居/u, '婚姻'],
  [/订婚|求婚/u, '订婚'],
  [
    /怀孕|怀上|预产期|生(?:了|下)?(?:一)?(?:个|对|双)?(?:女儿|儿子|孩子|宝宝|双胞胎|男孩|女孩|闺女|娃)|生孩子|生宝宝|待产/u,
    '宝宝',
  ],
  [/毕业|考上|读研|读博|留学/u, '学业'],
  [/手术|住院|骨折|确诊|康复|出院|生病/u, '健康'],
];
const OWNED =
  /(?:收养|领养|有|养)(?:了)?(?:一|两|三|二)?(?:个|只|条|对|匹)?(?<adjective>[小大老新]|\p{Script=Han}{1,3}岁的)?(?<what>女儿|儿子|孩子|闺女|狗狗?|小狗|猫猫?|小猫|猫咪|兔子|鹦鹉|哥哥|姐姐|弟弟|妹妹)(?:，|,)?(?:名字?叫|叫做?|叫)?(?<name>.*)$/u;

/** What is said in Chinese of whomever stands before the verb; null when it is nothing that a profile keeps. */
export function chineseFacts(clause: string, scene: Scene): { head: string; told: Told[] } | null {
  const table = isDenied(clause) ? DENIALS : VERBS;
  if (!isDenied(clause)) {
    const life = LIFE.map(([pattern, label]) => ({ match: pattern.exec(clause), label })).find(
      ({ match }) => match !== null,
    );
    const turn = life?.match ? lifeOf(clause, life.match, life.label, scene) : null;
    if (turn) return turn;
    const owned = OWNED.exec(clause);
    if (owned?.groups) {
      const { adjective = '', what = '', name = '' } = owned.groups;
      const value = plainOf(name, scene.today) || `${adjective}${what}`;
      return {
        head: clause.slice(0, owned.index),
        told: [
          {
            label: what.replace(/^(狗|猫)\1$/u, '$1'),
            value:
              value === what ? plainOf(owned[0].replace(/^(?:收养|领养|有|养)了?/u, ''), scene.today) : value,
          },
        ],
      };
    }
    const allergic = /^(.*?(?:她|他|TA)?)(?:对)(.+?)(?:严重|有点|特别)?(?<!不)过敏/u.exec(clause);
    if (allergic)
      return {
        head: allergic[1] ?? '',
        told: [{ label: '过敏', value: plainOf(allergic[2] ?? '', scene.today) }],
      };
    const allergies = /^(她|他|TA|)(?!对)([^对]{1,8})过敏$/u.exec(clause);
    if (allergies)
      return {
        head: allergies[1] ?? '',
        told: [{ label: '过敏', value: plainOf(allergies[2] ?? '', scene.today) }],
      };
  }
  for (const [pattern, reader] of table) {
    const match = pattern.exec(clause);
    const told = match && reader(clause.slice(match.index + match[0].length), scene, match);
    if (match && told && told.length > 0) {
      return { head: clause.slice(0, match.index), told: asOfNow(clause, match.index, told, scene) };
    }
  }
  return null;
}

const OF_NOW = new Set(['location', 'organization', 'title']);

const BYGONE = /以前|曾|之前|过去|小时候|当年|那时|原先/u;

/** What was once so is kept no more; what a day ahead is named for, and no sign says that it is done, is an intention. */
function asOfNow(clause: string, index: number, told: Told[], { today }: Scene): Told[] {
  if (!told.some(({ label }) => OF_NOW.has(label))) return told;
  if (BYGONE.test(clause.slice(0, index))) return [];
  const [ahead] = datesIn(clause, 'zh', today, 'future');
  const [behind] = datesIn(clause, 'zh', today, 'past');
  if (!ahead || !behind || ahead.on <= today) return told;
  const isNearer = Date.parse(ahead.on) - Date.parse(today) < Date.parse(today) - Date.parse(behind.on);
  const isAhead = ahead.hasYear || (isNearer && !/[了过]|已经|刚/.test(clause));
  if (!isAhead) return told;
  const words = clause.slice(index).replace(/[了啦呢。！!]+$/u, '');
  return [{ label: '打算', value: words.includes(ahead.text) ? words : `${ahead.text}${words}` }];
}

/** Between somebody and a turn of their own life: with whom, where, when, and nobody else's doing. */
const OF_OWN =
  /^(?:[和跟与同].{1,8}|从.{1,12}|(?:[在于]|去(?!参加|看|劝|给|帮|陪|送|喝|吃)).{1,8}(?=$)|因\p{Script=Han}{1,6}|大学|高中|中学|小学|本科|硕士|博士|研究生|做|动|接受|被|打算|准备|计划|快|需?要|会|去|正?在|又|刚|了|过|完|一?[个次场]|\p{Script=Han}{1,3}(?=$)(?<=[腿手脚眼心胃肺腰骨臂膝腕踝]\p{Script=Han}{0,2})){0,4}$/u;
/** Behind its word: a thing that is named for it. */
const A_THING =
  /^(?:典礼|仪式|论文|设计|班|季|生|照|证|纪念|周年|案|律师|手续|顾问|部|费|室|台|刀|医生|专家|礼|的(?!时候))/u;

/** Something of somebody's life, in the words themselves, from behind whom it is said of. */
function lifeOf(
  clause: string,
  { index, 0: word }: RegExpExecArray,
  label: string,
  scene: Scene,
): { head: string; told: Told[] } | null {
  const before = clause.slice(0, index);
  const subject =
    /^(?:.*?)(?:她|他|TA)(?!们)/u.exec(before)?.[0] ??
    scene.contactNames?.find((name) => before.startsWith(name)) ??
    before;
  const head = /^(?:她|他|TA)/u.test(before) ? before.slice(0, /^TA/.test(before) ? 2 : 1) : subject;
  const between = trimmed(before.slice(head.length), scene);
  const isOwn = between.length <= 24 && OF_OWN.test(between);
  if (!isOwn || A_THING.test(clause.slice(index + word.length))) return null;
  return {
    head,
    told: [
      {
        label,
        value: clause
          .slice(head.length)
          .replace(/[了啦。！!]+$/u, '')
          .trim(),
      },
    ],
  };
}
