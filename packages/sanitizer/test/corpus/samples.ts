import { withCrc32 } from "./checksums.ts";
import type { Random } from "./random.ts";
import { ALNUM, BASE32, BASE64, BASE64URL, DIGITS, HEX, LOWER, UPPER } from "./random.ts";

/** A token of one family: how it begins and how the rest is drawn. Put together here, so that no source line holds one. */
export interface TokenFamily {
  readonly name: string;
  readonly draw: (random: Random) => string;
}

const LOWER_DIGITS = LOWER + DIGITS;
const uuid = (r: Random): string => [8, 4, 4, 4, 12].map((n) => r.chars(HEX, n)).join("-");
const of =
  (prefix: string, alphabet: string, length: number): TokenFamily["draw"] =>
  (r) =>
    prefix + r.chars(alphabet, length);

const FAMILIES: Readonly<Record<string, TokenFamily["draw"]>> = {
  github_personal: (r) => withCrc32("ghp" + "_", r.chars(ALNUM, 30)),
  github_oauth: (r) => withCrc32("gho" + "_", r.chars(ALNUM, 30)),
  github_user: (r) => withCrc32("ghu" + "_", r.chars(ALNUM, 30)),
  github_server: (r) => withCrc32("ghs" + "_", r.chars(ALNUM, 30)),
  github_refresh: (r) => withCrc32("ghr" + "_", r.chars(ALNUM, 30)),
  github_fine_grained: (r) => `${"github" + "_pat_"}${r.chars(ALNUM, 22)}_${r.chars(ALNUM, 59)}`,
  gitlab_personal: of("glpat" + "-", BASE64URL, 20),
  gitlab_runner: of("glrt" + "-", BASE64URL, 20),
  gitlab_deploy: of("gldt" + "-", BASE64URL, 20),
  gitlab_trigger: of("glptt" + "-", HEX, 40),
  aws_access_key: of("AKI" + "A", BASE32, 16),
  aws_session_key: of("ASI" + "A", BASE32, 16),
  google_api_key: of("AIz" + "a", BASE64URL, 35),
  google_oauth_access: of("ya29" + ".", BASE64URL, 120),
  google_oauth_secret: of("GOCSPX" + "-", BASE64URL, 28),
  slack_bot: (r) => `${"xox" + "b-"}${r.chars(DIGITS, 12)}-${r.chars(DIGITS, 13)}-${r.chars(ALNUM, 24)}`,
  slack_user: (r) =>
    `${"xox" + "p-"}${r.chars(DIGITS, 12)}-${r.chars(DIGITS, 12)}-${r.chars(DIGITS, 13)}-${r.chars(HEX, 32)}`,
  slack_app: (r) => `${"xapp" + "-1-"}A${r.chars(UPPER + DIGITS, 10)}-${r.chars(DIGITS, 13)}-${r.chars(HEX, 64)}`,
  stripe_live: of("sk_liv" + "e_", ALNUM, 24),
  stripe_long: of("sk_liv" + "e_", ALNUM, 99),
  stripe_test: of("sk_tes" + "t_", ALNUM, 24),
  stripe_restricted: of("rk_liv" + "e_", ALNUM, 99),
  stripe_webhook: of("whse" + "c_", ALNUM, 32),
  openai: (r) => `${"s" + "k-"}${r.chars(ALNUM, 20)}T3BlbkFJ${r.chars(ALNUM, 20)}`,
  openai_project: (r) => `${"sk-" + "proj-"}${r.chars(BASE64URL, 74)}T3BlbkFJ${r.chars(BASE64URL, 74)}`,
  openai_project_odd: of("sk-pro" + "j-", BASE64URL, 51),
  anthropic: (r) => `${"sk-" + "ant-"}api03-${r.chars(BASE64URL, 93)}AA`,
  openrouter: of("sk-o" + "r-v1-", HEX, 64),
  sendgrid: (r) => `${"SG" + "."}${r.chars(BASE64URL, 22)}.${r.chars(BASE64URL, 43)}`,
  mailgun: of("key" + "-", HEX, 32),
  mailchimp: (r) => `${r.chars(HEX, 32)}-us19`,
  twilio_key: of("S" + "K", HEX, 32),
  npm: (r) => withCrc32("npm" + "_", r.chars(ALNUM, 30)),
  pypi: of("pypi" + "-AgEIcHlwaS5vcmc", BASE64URL, 90),
  rubygems: of("rubygems" + "_", HEX, 48),
  crates: of("ci" + "o", ALNUM, 32),
  clojars: of("CLOJARS" + "_", LOWER_DIGITS, 60),
  docker: of("dckr" + "_pat_", BASE64URL, 27),
  digitalocean: of("dop" + "_v1_", HEX, 64),
  digitalocean_oauth: of("doo" + "_v1_", HEX, 64),
  shopify: of("shpa" + "t_", HEX, 32),
  shopify_secret: of("shps" + "s_", HEX, 32),
  square: of("sq0at" + "p-", BASE64URL, 22),
  square_secret: of("sq0cs" + "p-", BASE64URL, 43),
  telegram: (r) => `7${r.chars(DIGITS, 9)}:AA${r.chars(BASE64URL, 33)}`,
  huggingface: of("hf" + "_", LOWER + UPPER, 34),
  databricks: of("dap" + "i", HEX, 32),
  grafana_service: (r) => `${"glsa" + "_"}${r.chars(ALNUM, 32)}_${r.chars(HEX, 8)}`,
  grafana_cloud: of("glc" + "_ey", BASE64, 60),
  linear: of("lin_ap" + "i_", ALNUM, 40),
  notion: (r) => `${"ntn" + "_"}${r.chars(DIGITS, 11)}${r.chars(ALNUM, 35)}`,
  figma: of("fig" + "d_", BASE64URL, 40),
  airtable: (r) => `pat${r.chars(ALNUM, 14)}.${r.chars(HEX, 64)}`,
  atlassian: of("ATATT" + "3xFfGF0", BASE64URL, 180),
  postman: (r) => `${"PMA" + "K-"}${r.chars(HEX, 24)}-${r.chars(HEX, 34)}`,
  new_relic_user: of("NRA" + "K-", UPPER + DIGITS, 27),
  new_relic_insert: of("NRI" + "I-", BASE64URL, 32),
  sentry_user: of("sntry" + "u_", HEX, 64),
  vault_service: of("hv" + "s.", BASE64URL, 95),
  vault_batch: of("hv" + "b.", BASE64URL, 150),
  terraform: (r) => `${r.chars(ALNUM, 14)}.atlasv1.${r.chars(BASE64URL, 67)}`,
  pulumi: of("pu" + "l-", HEX, 40),
  doppler: of("dp.p" + "t.", ALNUM, 43),
  planetscale: of("pscale" + "_tkn_", BASE64URL, 43),
  planetscale_password: of("pscale" + "_pw_", BASE64URL, 43),
  supabase: of("sb" + "p_", HEX, 40),
  age: of("AGE-SECRET" + "-KEY-1", "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58),
  sonar: of("sq" + "u_", HEX, 40),
  facebook: of("EAA" + "M", ALNUM, 160),
  azure_client: (r) => `${r.chars(ALNUM, 3)}8Q~${r.chars(BASE64URL, 34)}`,
  alibaba: of("LTA" + "I", ALNUM, 20),
  easypost: of("EZA" + "K", ALNUM, 54),
  dynatrace: (r) => `${"dt0c" + "01."}${r.chars(BASE32, 24)}.${r.chars(BASE32, 64)}`,
  prefect: of("pn" + "u_", LOWER_DIGITS, 36),
  readme: of("rdm" + "e_", LOWER_DIGITS, 70),
  brevo: (r) => `${"xkeys" + "ib-"}${r.chars(HEX, 64)}-${r.chars(ALNUM, 16)}`,
  shippo: of("shippo_liv" + "e_", HEX, 40),
  perplexity: of("ppl" + "x-", ALNUM, 48),
  groq: of("gs" + "k_", ALNUM, 52),
  replicate: of("r8" + "_", ALNUM, 37),
  sourcegraph: (r) => `${"sg" + "p_"}${r.chars(HEX, 16)}_${r.chars(HEX, 40)}`,
  infracost: of("ic" + "o-", ALNUM, 32),
  duffel: of("duffel_liv" + "e_", BASE64URL, 43),
  adafruit: of("ai" + "o_", ALNUM, 28),
  fly: of("FlyV1 fm" + "2_", BASE64, 120),
  artifactory: of("AKC" + "p", ALNUM, 69),
  one_password: of("ops" + "_eyJ", BASE64, 260),
  flutterwave: (r) => `${"FLWSECK" + "_TEST-"}${r.chars(HEX, 32)}-X`,
  contentful_management: of("CFPA" + "T-", BASE64URL, 43),
  discord_bot: (r) =>
    `${Buffer.from(`1${r.chars(DIGITS, 17)}`).toString("base64")}.G${r.chars(BASE64URL, 5)}.${r.chars(BASE64URL, 38)}`,
  harness: (r) => `${"pa" + "t."}${r.chars(BASE64URL, 22)}.${r.chars(HEX, 24)}.${r.chars(ALNUM, 20)}`,
  launchdarkly: (r) => `${"sd" + "k-"}${uuid(r)}`,
};

export const TOKEN_FAMILIES: readonly TokenFamily[] = Object.entries(FAMILIES).map(([name, draw]) => ({ name, draw }));

export function tokenOf(family: string, random: Random): string {
  const draw = FAMILIES[family];
  if (draw === undefined) throw new Error(`No token family is called ${family}.`);
  return draw(random);
}

/** A made-up PEM block of a private key: right in form, nothing any key was ever made from. */
export function pemOf(random: Random, label: string, lines: number, newline = "\n"): string {
  const body = Array.from({ length: lines }, () => random.chars(BASE64, 64));
  return [`-----BEGIN ${label}-----`, ...body, `${random.chars(BASE64, 40)}==`, `-----END ${label}-----`].join(newline);
}
