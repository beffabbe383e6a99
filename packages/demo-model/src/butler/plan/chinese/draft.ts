import type { Scene } from '../scene.ts';
import type { Command } from '../statement.ts';
import { peopleIn } from './people.ts';

const FORM =
  '(?:消息|短信|微信|信|邮件|贺卡|祝福语?|问候|感谢信|邀请函?|回复|留言|贺词|道歉信?|慰问|卡片|话|文案|贺信)';
const DRAFTS: readonly RegExp[] = [
  /^(?:帮我|替我|请)?(?:给|为|替|向)(?<to>.{1,10}?)(?:写|拟|起草|发|编|准备)(?!了|过)(?:一)?(?:条|封|份|段|个|句|张|点)?(?<what>.*)$/u,
  new RegExp(
    `^(?:帮我|替我|请)?(?:写|拟|起草|编|准备)(?!了|过)(?:一)?(?:条|封|份|段|个|句|张)?(?:发)?给(?<to>.{1,10}?)的?(?<what>${FORM}.*|.*祝福.*)$`,
    'u',
  ),
  new RegExp(
    `^(?:帮我|替我|请)?(?:写|拟|起草|编)(?!了|过)(?:一)?(?:条|封|份|段|个|句|张)(?<what>.*${FORM}.*)$`,
    'u',
  ),
];
const THEMES: readonly (readonly [RegExp, string])[] = [
  [/生日/u, '生日快乐！愿你这一天开开心心，新的一岁事事顺意。'],
  [/节哀|去世|慰问/u, '听到消息很难过，请节哀。有什么我能做的，随时告诉我。'],
  [/道歉|对不起|抱歉/u, '对不起，这件事是我没做好，希望能当面跟你聊聊。'],
  [/感谢|谢谢|致谢|道谢/u, '谢谢你，真的帮了我大忙，我一直记着。'],
  [/恭喜|祝贺|升职|新工作|结婚|婚礼|乔迁|毕业/u, '恭喜你！听到这个好消息，真为你高兴。'],
  [/早日康复|身体|生病|住院/u, '好好休息，祝你早日康复。需要什么就跟我说。'],
  [/新年|春节|过年|元旦/u, '新年快乐！祝你和家人平安健康，万事如意。'],
  [/中秋/u, '中秋快乐，愿你和家人团圆安康。'],
  [/圣诞/u, '圣诞快乐，愿你过得温暖开心。'],
];

function content(what: string): string {
  const said =
    /(?:告诉(?:她|他)|跟(?:她|他)说|说(?:一声|一下)?|转告(?:她|他)?|内容是|就说)[：:，,]?(?!声?谢谢|声?生日)(.{2,})$/u.exec(
      what,
    )?.[1];
  if (said !== undefined) return `${said.replace(/[。！!]+$/u, '')}。`;
  const invite = /(?:邀请|约|请)(?:她|他)?(.{2,})$/u.exec(what)?.[1];
  const theme = THEMES.find(([pattern]) => pattern.test(what))?.[1];
  if (theme !== undefined) return theme;
  if (invite !== undefined && !/^函|^信/.test(invite))
    return `想约你${invite.replace(/(?:的)?(?:微信|消息|短信|信|邮件)$/u, '')}，有空吗？`;
  const asked = /问(?:问)?(?:她|他)?(.{2,})$/u.exec(what)?.[1];
  if (asked !== undefined && !asked.startsWith('候')) return `想问问你，${asked.replace(/[。？?]+$/u, '')}？`;
  return '好久没联系了，最近还好吗？有空一起聊聊。';
}

/** A wish for a message to somebody, worded plainly. */
export function chineseDraft(sentence: string, scene: Scene): Command | null {
  for (const pattern of DRAFTS) {
    const groups = pattern.exec(sentence)?.groups;
    if (!groups) continue;
    const { to: words = '', what = '' } = groups;
    if (!new RegExp(`${FORM}|祝`, 'u').test(what) || /电话/.test(what)) continue;
    const refs = words === '' ? [] : peopleIn(words, scene);
    if (!refs) continue;
    const [to = null] = refs;
    const name = to?.kind === 'name' ? to.name : scene.contactNames?.at(-1);
    return { do: 'draft', to, text: `${name ? `${name}，` : ''}${content(what)}` };
  }
  return null;
}
