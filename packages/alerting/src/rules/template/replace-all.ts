import type { RE2JS } from "re2js";

const REFERENCE = /\$(?:\$|\{([\p{L}\p{N}_]+)\}|([\p{L}\p{N}_]+))/gu;

/** A template must not blow a text up. */
const MAX_RESULT = 65_536;

/** Go's `ReplaceAllString`: `$1x` is the group named `1x`, `${1}x` the first one; what does not exist is empty. */
export function replaceAll(regex: RE2JS, replacement: string, text: string): string {
  const matcher = regex.matcher(text);
  const groups = new Map(Object.entries(regex.namedGroups()));
  let result = "";
  let end = 0;
  while (matcher.find() && result.length < MAX_RESULT) {
    const expanded = replacement.replaceAll(REFERENCE, (whole, braced?: string, plain?: string) => {
      const name = braced ?? plain;
      if (name === undefined) return whole === "$$" ? "$" : whole;
      const group = /^\d+$/.test(name) ? Number(name) : groups.get(name);
      if (group === undefined || group > matcher.groupCount()) return "";
      return matcher.group(group) ?? "";
    });
    result += text.slice(end, matcher.start()) + expanded;
    end = matcher.end();
  }
  return (result + text.slice(end)).slice(0, MAX_RESULT);
}
