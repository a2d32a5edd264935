import type { SeededRandom } from './seeded-random';

// Surnames about as common as in the register of names, some with a reading of their own (单, 曾, 仇, 解, 区, 查) or of two characters.
const SURNAMES: Readonly<Record<string, number>> = {
  ...{
    王: 71,
    李: 70,
    张: 67,
    刘: 53,
    陈: 45,
    杨: 32,
    黄: 22,
    赵: 22,
    吴: 20,
    周: 20,
    徐: 15,
    孙: 15,
    马: 13,
    朱: 12,
    胡: 12,
  },
  ...{
    郭: 11,
    何: 11,
    林: 11,
    高: 10,
    罗: 9,
    郑: 9,
    梁: 9,
    谢: 7,
    宋: 7,
    唐: 7,
    许: 6,
    韩: 6,
    邓: 6,
    冯: 6,
    曹: 5,
    彭: 5,
    曾: 5,
  },
  ...{
    肖: 5,
    田: 4,
    董: 4,
    潘: 4,
    袁: 4,
    蔡: 4,
    蒋: 4,
    余: 4,
    于: 4,
    杜: 4,
    叶: 4,
    程: 4,
    魏: 4,
    苏: 4,
    吕: 4,
    丁: 4,
    任: 3,
  },
  ...{
    卢: 3,
    姚: 3,
    沈: 3,
    姜: 3,
    崔: 3,
    钟: 3,
    谭: 3,
    陆: 3,
    汪: 3,
    范: 3,
    廖: 3,
    石: 3,
    金: 3,
    贾: 2,
    夏: 2,
    方: 2,
    邹: 2,
  },
  ...{ 欧阳: 1, 司马: 0.5, 上官: 0.5, 单: 0.7, 仇: 0.5, 解: 0.5, 区: 0.5, 查: 0.5 },
};
const FEMALE = '芳娜敏静丽娟霞秀燕玲桂红梅莉洁婷雪琳欣怡雅倩蓉佳慧颖晶萍岚璐瑶诗梦思妍彤馨菲';
const MALE = '伟强磊洋勇军杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆旭宁龙博晨泽宏志文昊轩然睿哲翔';
const SHARED = '小晓子一海春建国新永玉天雨嘉亦若可安和清';
const FOREIGN = {
  FEMALE: ['Emily Carter', 'Sofia Lindqvist', 'Hannah Müller', 'Claire Dubois', 'Yuki Tanaka', 'Maria García'],
  MALE: ['James Wilson', 'Daniel O’Brien', 'Lukas Schäfer', 'Marco Rossi', 'Kenji Sato', 'Oliver Brown'],
};

export type Gender = 'FEMALE' | 'MALE';

export interface DemoName {
  name: string;
  surname: string;
  language: 'zh-CN' | 'en';
}

export function personName(
  random: SeededRandom,
  gender: Gender,
  options: { surname?: string; foreign?: boolean } = {},
): DemoName {
  if (options.foreign) {
    const name = random.pick(FOREIGN[gender]);
    return { name, surname: name.slice(name.lastIndexOf(' ') + 1), language: 'en' };
  }
  const surname = options.surname ?? random.weighted(SURNAMES);
  const last = random.pick(gender === 'FEMALE' ? FEMALE : MALE);
  const first = random.chance(0.2)
    ? ''
    : random.pick(random.chance(0.5) ? SHARED : gender === 'FEMALE' ? FEMALE : MALE);
  return { name: surname + first + last, surname, language: 'zh-CN' };
}

const TRADES = [
  '信息技术',
  '网络科技',
  '文化传媒',
  '商务咨询',
  '国际贸易',
  '建筑设计',
  '医疗器械',
  '供应链管理',
  '教育科技',
  '生物科技',
];
const SHOPS = [
  '便利店',
  '面馆',
  '药房',
  '水果店',
  '咖啡馆',
  '理发店',
  '花店',
  '干洗店',
  '宠物诊所',
  '文具店',
  '烘焙坊',
  '眼镜店',
];
const BRANDS = '云 星 晨 远 恒 博 瑞 锦 嘉 启 明 越 华 润 泽 盛 凌 卓 鼎 禾 朗 景 乐 同'.split(' ');

/** A company that rents or owns an office; the number of trades and brands bounds how many different ones there are. */
export function companyName(random: SeededRandom): string {
  return `上海${random.pick(BRANDS)}${random.pick(BRANDS)}${random.pick(TRADES)}有限公司`;
}

export function shopName(random: SeededRandom): string {
  return `${random.pick(BRANDS)}${random.pick(BRANDS)}${random.pick(SHOPS)}`;
}
