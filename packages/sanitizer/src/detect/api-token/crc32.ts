import { codeAt } from "../scan/characters.ts";

/** Of IEEE 802.3, reflected. */
const POLYNOMIAL = 0xedb88320;

const TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ ((value & 1) === 0 ? 0 : POLYNOMIAL);
  return value;
});

/** CRC-32 of ASCII text, as zip and GitHub's tokens have it. */
export function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i++) crc = (crc >>> 8) ^ (TABLE[(crc ^ codeAt(text, i)) & 255] as number);
  return (crc ^ 0xffffffff) >>> 0;
}
