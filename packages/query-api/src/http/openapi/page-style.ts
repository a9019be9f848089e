/** Of the documentation page; no fonts, no images, both colour schemes, tables that a narrow screen can scroll. */
export const PAGE_STYLE: string = [
  ":root{color-scheme:light dark;--line:light-dark(#d0d5dd,#3a4150);--soft:light-dark(#f4f6f8,#1d222b);--link:light-dark(#0b57d0,#8ab4f8)}",
  "*{box-sizing:border-box}",
  "body{font:16px/1.55 system-ui,sans-serif;margin:0 auto;max-width:68rem;padding:1rem;overflow-wrap:break-word}",
  "h2{margin-top:3rem;border-bottom:1px solid var(--line)}",
  "h3{margin-top:2rem}",
  "a{color:var(--link)}",
  "code{font:.9em ui-monospace,monospace;background:var(--soft);padding:.1em .3em;border-radius:.25em;overflow-wrap:anywhere}",
  "nav ul{columns:16rem;padding-left:1.2rem}",
  "nav li{break-inside:avoid}",
  ".scroll{overflow-x:auto}",
  "table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}",
  "caption{text-align:left;font-weight:600;padding:.3rem 0}",
  "th,td{border:1px solid var(--line);padding:.35rem .55rem;text-align:left;vertical-align:top;min-width:6rem}",
  // Below that, prose is a column of single words: the table scrolls instead.
  "td:last-child{min-width:18rem}",
  "td:first-child code{white-space:nowrap}",
  "th{background:var(--soft)}",
  ":target{scroll-margin-top:1rem;outline:2px solid var(--link);outline-offset:.3rem}",
].join("");
