/**
 * Label sets in Prometheus' sense: what an alert is known by. Names are OTel attribute names with every character that
 * Prometheus does not allow replaced by `_` (`job.name` → `job_name`), so that Alertmanager and templates take them.
 */
export type Labels = Readonly<Record<string, string>>;

/** Equal for equal label sets in any order. */
export type LabelsKey = string;

export const LABEL_ALERTNAME = "alertname";
export const LABEL_SEVERITY = "severity";

export function labelName(attribute: string): string {
  const name = attribute.replaceAll(/\W/g, "_");
  return /^\d/.test(name) ? `_${name}` : name;
}

/** An empty label is no label. */
export function labelsKey(labels: Labels): LabelsKey {
  let key = "";
  for (const name of Object.keys(labels).toSorted()) {
    const value = labels[name];
    if (value !== undefined && value !== "") key += `${name}\u{0}${value}\u{1}`;
  }
  return key;
}

/** What a key was made of. */
export function labelsOfKey(key: LabelsKey): Labels {
  const labels: Record<string, string> = {};
  for (const part of key.split("\u{1}")) {
    const [name = "", value] = part.split("\u{0}", 2);
    if (value !== undefined) labels[name] = value;
  }
  return labels;
}

/** What both have, with the same value. */
export function sharedLabels(a: Labels, b: Labels): Labels {
  const both: Record<string, string> = {};
  for (const [name, value] of Object.entries(a)) if (b[name] === value) both[name] = value;
  return both;
}

/** Alertmanager's fingerprint: FNV-1a of 64 bits over name 0xff value 0xff in order of names, as 16 hex digits. */
export function fingerprintOf(labels: Labels): string {
  const hash = new Fnv1a();
  for (const name of Object.keys(labels).toSorted()) {
    hash
      .text(name)
      .byte(0xff)
      .text(labels[name] ?? "")
      .byte(0xff);
  }
  return hash.hex();
}

/** The same hash over one text: short, stable ids. Not for secrets. */
export function hashOf(text: string): string {
  return new Fnv1a().text(text).hex();
}

/** Sixty-four bits as four limbs of sixteen: doubles hold each product exactly. */
class Fnv1a {
  #a = 0xcbf2;
  #b = 0x9ce4;
  #c = 0x8422;
  #d = 0x2325;

  byte(value: number): this {
    const d = (this.#d ^ value) * 0x1b3;
    const c = this.#c * 0x1b3 + (d >>> 16);
    const b = this.#b * 0x1b3 + ((this.#d ^ value) << 8) + (c >>> 16);
    const a = this.#a * 0x1b3 + (this.#c << 8) + (b >>> 16);
    this.#d = d & 0xffff;
    this.#c = c & 0xffff;
    this.#b = b & 0xffff;
    this.#a = a & 0xffff;
    return this;
  }

  /** As UTF-8. */
  text(value: string): this {
    for (const character of value) {
      const code = character.codePointAt(0) ?? 0;
      if (code < 0x80) this.byte(code);
      else this.#wide(code);
    }
    return this;
  }

  #wide(code: number): void {
    if (code < 0x8_00) this.byte(0xc0 | (code >> 6));
    else {
      if (code < 0x1_00_00) this.byte(0xe0 | (code >> 12));
      else this.byte(0xf0 | (code >> 18)).byte(0x80 | ((code >> 12) & 0x3f));
      this.byte(0x80 | ((code >> 6) & 0x3f));
    }
    this.byte(0x80 | (code & 0x3f));
  }

  hex(): string {
    return [this.#a, this.#b, this.#c, this.#d].map((limb) => limb.toString(16).padStart(4, "0")).join("");
  }
}
