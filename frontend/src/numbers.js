// Large numbers in the words of the reader's language: 1.75 trillion, 1.75万亿.
import { language } from "./context.js";

const SCALES = {
  en: [[" trillion", 1e12], [" billion", 1e9], [" million", 1e6]],
  zh: [["万亿", 1e12], ["亿", 1e8], ["万", 1e4]],
}[language];
const DIGITS = 4;

export function writeCount(number) {
  const [word, size] = SCALES.find(([, size]) => number >= size) ?? ["", 1];
  return `${(number / size).toLocaleString(language, { maximumSignificantDigits: DIGITS })}${word}`;
}
