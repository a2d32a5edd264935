import { pinyin } from 'pinyin-pro';

/** One Chinese character and its reading, e.g. `{ char: '张', syllable: 'zhang', tone: 1 }`; no syllable when none is known. */
export interface HanReading {
  char: string;
  /** Lower-case a–z, with ü kept as `ü`; empty when the dictionary has no reading. */
  syllable: string;
  /** 0 (neutral) to 4. */
  tone: number;
}

const READING = /^([a-zü]+)([0-4])$/;

/**
 * Readings of a run of Chinese characters, chosen by the words they form (重庆 chóng, 重量 zhòng).
 * `surname` reads the head of the run as a person's family name (单 Shàn, 曾 Zēng, 仇 Qiú, 解 Xiè).
 */
export function readHan(run: string, surname: boolean): readonly HanReading[] {
  const known = surname ? knownSurnames : knownRuns;
  let readings = known.get(run);
  if (readings === undefined) {
    readings = read(run, surname);
    if (known.size >= KNOWN_RUNS) known.clear();
    known.set(run, readings);
  }
  return readings;
}

// An import reads each name twice (order and search) and the same places again and again; a reading costs 5-20 µs.
const KNOWN_RUNS = 5000;
const knownRuns = new Map<string, readonly HanReading[]>();
const knownSurnames = new Map<string, readonly HanReading[]>();

function read(run: string, surname: boolean): HanReading[] {
  const options = { type: 'array', toneType: 'num', toneSandhi: false, nonZh: 'spaced' } as const;
  const chars = [...run];
  let readings = pinyin(run, { ...options, surname: surname ? 'head' : 'off' });
  if (readings.length !== chars.length) readings = chars.map((char) => pinyin(char, options)[0] ?? char);
  return chars.map((char, index) => {
    const match = READING.exec(readings[index] ?? '');
    return { char, syllable: match?.[1] ?? '', tone: Number(match?.[2] ?? 0) };
  });
}
