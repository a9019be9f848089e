const OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const V4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);

export function isIpAddress(text: string): boolean {
  return V4.test(text) || isIpv6(text);
}

function isIpv6(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2 || !text.includes(":")) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const tail = groups.at(-1) ?? "";
  const v4 = tail.includes(".");
  if (v4 && !V4.test(tail)) return false;
  if (!groups.slice(0, v4 ? -1 : undefined).every((group) => /^[\da-fA-F]{1,4}$/.test(group))) return false;
  const length = groups.length + (v4 ? 1 : 0);
  return halves.length === 2 ? length < 8 : length === 8;
}
