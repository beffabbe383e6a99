import type { CreateContactInput } from '@friendsai/schema';

/** A made-up life: who is known, and what was told about them. */
export const DEMO_PEOPLE: readonly (CreateContactInput & { said?: string })[] = [
  {
    name: '王小美',
    relation: '大学同学',
    location: '上海',
    organization: '一家绘本出版社',
    birthday: '1990-03-01',
    said: '昨天和小美吃饭，她三月要搬回北京，女儿九月上小学。',
  },
  {
    name: '李建国',
    relation: '舅舅',
    location: '成都',
    birthday: '--10-18',
    note: '爱喝碧螺春。膝盖不好，少爬山。',
    said: '舅舅下个月来北京复查，答应去车站接他。',
  },
  {
    name: 'Wei Chen',
    relation: 'former manager',
    organization: 'Northwind',
    title: 'VP Engineering',
    location: 'Singapore',
    said: 'I promised Wei the draft of the talk by the end of November.',
  },
  { name: '赵敏', relation: '邻居', note: '家里有只叫豆包的橘猫。' },
  {
    name: 'Sofía Martínez',
    relation: 'friend from the pottery class',
    birthday: '--06-24',
    said: 'Sofía finished her first tea set. She wants to see the kiln in Jingdezhen some day.',
  },
  {
    name: '陈思远',
    relation: '客户',
    organization: '远山设计',
    title: '创始人',
    location: '杭州',
    said: '思远的新工作室十二月开张，送一盆散尾葵。',
  },
  { name: '林月', relation: '妹妹', location: '广州', birthday: '1995-09-12' },
  { name: '周航', relation: '跑步搭子', note: '周二、周四早上六点半，奥森南门。' },
  { name: 'Amara Okafor', relation: 'conference friend', organization: 'Lagos Data Lab', location: 'Lagos' },
  { name: '孙奶奶', relation: '外婆的老邻居', birthday: '--01-05', note: '耳朵背，打电话要慢慢说。' },
  { name: '许文斌', relation: '高中班主任', location: '绵阳' },
  { name: '何雨桐', relation: '同事', title: '产品经理', note: '不吃香菜。' },
];

export const DEMO_JOURNAL = '元旦想办个小聚会，请小美、思远和周航，地方还没定。';
