/** At most `maxLength` UTF-16 units, cut between code points, the cut marked by a final `…`. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  let end = Math.max(0, maxLength - 1);
  const last = text.charCodeAt(end - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  if (splitsPair) end--;
  return `${text.slice(0, end)}…`;
}
