/** The fenced blocks of one language, without their fences. */
export function codeBlocks(markdown: string, language: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\n(?<block>[^]*?)^\`\`\`$`, "gm");
  return [...markdown.matchAll(fence)].map(({ groups }) => groups?.["block"] ?? "");
}

/** Targets of all links of a page. */
export function linksOf(markdown: string): readonly string[] {
  const text = markdown.replaceAll(/^```[^]*?^```$/gm, "");
  return [...text.matchAll(/\]\((?<target>[^)\s]+)\)/g)].map(({ groups }) => groups?.["target"] ?? "");
}

/** The anchors that GitHub gives to the headings of a page. */
export function anchorsOf(markdown: string): ReadonlySet<string> {
  const text = markdown.replaceAll(/^```[^]*?^```$/gm, "");
  const headings = [...text.matchAll(/^#{1,6} (?<heading>.+)$/gm)].map(({ groups }) => groups?.["heading"] ?? "");
  return new Set(headings.map(anchorOf));
}

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");
}
