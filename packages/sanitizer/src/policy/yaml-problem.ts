import type { ErrorCode } from "yaml";

/** What the parser says in words of ours: its own may quote what stands there, and that may be a secret. */
const SENTENCES: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "an alias has an anchor or a tag, which belongs to what it stands for",
  BAD_ALIAS: "an alias or anchor has no usable name",
  BAD_COLLECTION_TYPE: "a tag does not fit the list or object behind it",
  BAD_DIRECTIVE: "a line begins with %, which announces a directive, and it is none that is known",
  BAD_DQ_ESCAPE:
    "a text in double quotes holds a backslash sequence that is none; double the backslash, or use single quotes",
  BAD_INDENT:
    "the indentation does not fit: fields of one object begin at the same column, and what is opened by [ or { is closed within it",
  BAD_PROP_ORDER: "an anchor or tag stands in front of the dash or question mark that it belongs behind",
  BAD_SCALAR_START: "a text without quotes begins with a character that is reserved; put it in quotes",
  BLOCK_AS_IMPLICIT_KEY:
    "one line has two colons, or an object where a key belongs; put a text that holds a colon in quotes",
  BLOCK_IN_FLOW: "a list or object written over lines stands within [ ] or { }; write it with [ ] or { } as well",
  DUPLICATE_KEY: "a key stands twice in one object; keep one of them",
  IMPOSSIBLE: "the parser cannot go on",
  KEY_OVER_1024_CHARS: "a key has more than 1,024 characters",
  MISSING_CHAR: "a quote, bracket, comma or colon is missing, or the blank behind one",
  MULTILINE_IMPLICIT_KEY: "a key goes over several lines; is a colon missing?",
  MULTIPLE_ANCHORS: "a value has more than one anchor",
  MULTIPLE_DOCS: "a second document begins (---); keep one",
  MULTIPLE_TAGS: "a value has more than one tag",
  NON_STRING_KEY: "a key is no text; put it in quotes",
  RESOURCE_EXHAUSTION: "it is nested too deep",
  TAB_AS_INDENT: "a line is indented by a tab; use blanks",
  TAG_RESOLVE_FAILED: "a tag (!) is not known, or its value is not as it says",
  UNEXPECTED_TOKEN: "something stands where nothing can; is a line indented wrongly, or are quotes missing?",
};

export function yamlProblem(code: ErrorCode): string {
  return SENTENCES[code];
}
