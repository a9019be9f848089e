import { inLines, marked } from "./carriers.ts";
import type { Case } from "./case.ts";
import { groupOf } from "./case.ts";
import { ALNUM, BASE64, HEX, randomOf, seedOf } from "./random.ts";
import { TOKEN_FAMILIES, tokenOf } from "./samples.ts";

const g = groupOf("api_token");
const random = randomOf(seedOf("api_token"));
const t = (family: string): string => tokenOf(family, random);

const sampled = TOKEN_FAMILIES.filter(({ name }) => name !== "launchdarkly");
sampled.forEach(({ name, draw }, i) => {
  for (const line of inLines([marked(draw(random))], i)) g.hit(line, { tags: [name], maxRun: 12 });
});

g.hits(
  [
    `npm error 401 Unauthorized - GET https://registry.example.com/-/whoami ⟦${t("npm")}⟧`,
    `//registry.example.com/:_authToken=⟦${t("npm")}⟧`,
    `remote: Invalid credentials ⟦${t("github_personal")}⟧`,
    `git clone https://⟪x-access-token⟫:⟦${t("github_server")}⟧@git.example.com/acme/app.git`,
    `curl -H 'PRIVATE-TOKEN: ⟦${t("gitlab_personal")}⟧' https://gitlab.example.com/api/v4/projects`,
    `stripe.error.AuthenticationError: Invalid API Key provided: ⟦${t("stripe_live")}⟧`,
    `openai.AuthenticationError: Error code: 401 - Incorrect API key provided: ⟦${t("openai_project")}⟧.`,
    `POST https://hooks.slack.com/services/⟦T${random.chars("ABCDEFGH0123456789", 8)}/B${random.chars("ABCDEFGH0123456789", 10)}/${random.chars(ALNUM, 24)}⟧ 404`,
    `POST https://discord.com/api/webhooks/⟪1234567890123456789⟫/⟦${random.chars(ALNUM, 68)}⟧ 429`,
    `GET https://api.telegram.org/bot⟦${t("telegram")}⟧/sendMessage 401`,
    `aws_access_key_id = ⟦${t("aws_access_key")}⟧\naws_secret_access_key = ⟦${random.chars(BASE64, 40)}⟧\nregion = eu-central-1`,
    `AWS_SECRET_ACCESS_KEY=⟦${random.chars(BASE64, 40)}⟧ terraform apply`,
    `Error: InvalidAccessKeyId: The AWS Access Key Id ⟦${t("aws_access_key")}⟧ does not exist in our records`,
    `Credential=⟦${t("aws_access_key")}⟧/20261124/eu-west-1/s3/aws4_request`,
    `docker login -u acme -p ⟦${t("docker")}⟧ registry.example.com`,
    `vault token lookup ⟦${t("vault_service")}⟧`,
    `two keys: ⟦${t("google_api_key")}⟧ and ⟦${t("sendgrid")}⟧`,
    `"⟦${t("anthropic")}⟧"`,
    `(⟦${t("gitlab_personal")}⟧)`,
    `key=⟦${t("google_api_key")}⟧&v=3`,
    `cut off ⟦${t("github_fine_grained").slice(0, 60)}⟧`,
    `https://maps.example.com/api/js?key=⟦${t("google_api_key")}⟧&callback=init`,
  ],
  { maxRun: 12 },
);
g.hitData({ note: `⟦${t("github_oauth")}⟧`, ok: true }, { maxRun: 12 });
g.hitData({ "process.command_args": ["deploy", "--with", `⟦${t("npm")}⟧`] }, { maxRun: 12 });
g.hitData({ env: [`GH=⟦${t("github_personal")}⟧`, "LANG=C"] }, { maxRun: 12 });

g.misses([
  "tokens of GitHub begin with ghp_ or github_pat_",
  "ghp_short is too short",
  "glpat- prefix missing",
  "AKIA prefix expected, got nothing",
  "AKIABLOCKED is no key",
  "sk-circle-fade-dot animation",
  "sk-spinner sk-wave sk-cube-grid",
  "task-proj-alpha done",
  "disk-usage-monitor-for-production-cluster-nodes started",
  "risk-assessment-report-for-the-fourth-quarter-2026.pdf",
  "npm_config_registry=https://registry.example.com/",
  "npm_lifecycle_event=postinstall npm_package_name=billing npm_package_version=1.4.2",
  "npm_config_user_agent=pnpm/12.21.0",
  "hf_transfer is not installed",
  "hf_hub_download took 3 s",
  "xoxo from the team",
  "pul-requests are open",
  "SG.Internal.Module.Name",
  "SKU12345 in stock",
  "dop_v1 format",
  "pypi-publish workflow started",
  "ghcr.io/acme/app:1.2.3",
  "key-value-store opened in 3 ms",
  "key-1 key-2 key-3",
  "customer cus_NffrFeUfNV2Hib updated",
  "evt_1NG8Du2eZvKYlo2CUI79vXWy received",
  "pi_3MtwBwLkdIwHu7ix28a3tqPa requires action",
  "req_a1B2c3D4e5F6g7 took 80 ms",
  `commit ${random.chars(HEX, 40)}`,
  `sha256:${random.chars(HEX, 64)}`,
  `etag "${random.chars(HEX, 32)}"`,
  `md5 ${random.chars(HEX, 32)}  image.iso`,
  `integrity sha512-${random.chars(BASE64, 86)}==`,
  `trace_id=${random.chars(HEX, 32)} span_id=${random.chars(HEX, 16)}`,
  `traceparent: 00-${random.chars(HEX, 32)}-${random.chars(HEX, 16)}-01`,
  `container ${random.chars(HEX, 64)} exited`,
  `pod billing-7d4f9c6b5-x2k8p evicted`,
  `session bucket s3://acme-logs/2026/11/24/${random.chars(HEX, 16)}.gz`,
  `x-amz-request-id: 4442587FB7D0A2F9`,
  `x-request-id: 0190163d-8694-739b-aea5-966c26f8ad91`,
  `nanoid V1StGXR8_Z5jdHi6B-myT`,
  `ulid 01ARZ3NDEKTSV4RRFFQ69G5FAV`,
  `ksuid 0ujtsYcgvSTl8PAuAdqWYSMnLOv`,
  `chunk vendors~main.${random.chars(HEX, 20)}.js`,
  `objectid 507f1f77bcf86cd799439011`,
  `EZproxy started`,
  `AIzawa is a name`,
  `r8_build finished`,
  "lin_api is a package",
  "dapiURL is set",
  "shpat is a prefix of a shop",
  "prefix sk_live_ and sk_test_ are checked",
  "sk_test_mode=true",
  "whsec_ missing",
  "EAA is the European Accessibility Act",
  "age-secret-key command missing",
  "patch.2026.11",
  "hvs. and hvb. prefixes",
  "com.example.SK.Handler",
  "figd_ is how Figma tokens start",
  "glsa_ or glc_ expected",
  "[REDACTED:api_token] was used",
]);
g.missData({ "git.sha": random.chars(HEX, 40), "image.digest": `sha256:${random.chars(HEX, 64)}` });

export const apiTokenCases: readonly Case[] = g.cases;
