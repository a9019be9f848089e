/**
 * Text from jobs is written by strangers. Before any medium gets it, it becomes one line of visible characters with a bound:
 * no line breaks (log and header injection), no terminal commands, nothing that reorders or hides what is shown.
 */

/** Longest single value in a message, in UTF-16 units. */
export const MAX_VALUE_LENGTH = 500;

// CSI and OSC sequences, begun by ESC or by their one-character C1 forms. Whatever is malformed loses its ESC below.
const ESC = "\u{1B}";
const CSI = new RegExp(String.raw`(?:${ESC}\[|\u{9B})[\d;:<=>?]{0,64}[ -/]{0,8}[@-~]`, "gu");
const OSC = new RegExp(String.raw`(?:${ESC}\]|\u{9D})[^\u{7}${ESC}\u{9C}]{0,2048}(?:\u{7}|${ESC}\\|\u{9C})`, "gu");
const SPACES = /[\s\u0085\u180E\u2028\u2029]+/gu;
// What is not shown, or only directs how the rest is. Joiners and the two selectors of emoji style stay: words of several
// scripts, and emoji, are written with them.
const INVISIBLE = /(?!\u200C|\u200D|\uFE0E|\uFE0F)[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const CONTROL = /\p{Cc}/gu;

/** One line, trimmed, cut with an ellipsis; never fails, whatever it is given. */
export function cleanLine(text: string, maxLength: number = MAX_VALUE_LENGTH): string {
  // What is cut off is not looked at: cost is bound by the limit, not by the text.
  const bounded = text.length > maxLength * 4 ? text.slice(0, maxLength * 4) : text;
  const clean = bounded
    .toWellFormed()
    .replaceAll(OSC, "")
    .replaceAll(CSI, "")
    .replaceAll(SPACES, " ")
    .replaceAll(INVISIBLE, "")
    .replaceAll(CONTROL, "\u{FFFD}")
    .trim();
  if (clean.length <= maxLength && bounded.length === text.length) return clean;
  return `${cut(clean, maxLength - 1)}…`;
}

/** Never in the middle of a character. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "");
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** A link that may be clicked: absolute, http or https, without credentials; undefined for anything else. */
export function safeLink(text: string | undefined): string | undefined {
  if (text === undefined || text.length > 2048) return undefined;
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return undefined;
  if (url.username !== "" || url.password !== "") return undefined;
  return url.href;
}
