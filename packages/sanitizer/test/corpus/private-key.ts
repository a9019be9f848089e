import type { Case } from "./case.ts";
import { groupOf } from "./case.ts";
import { BASE64, randomOf, seedOf } from "./random.ts";
import { pemOf } from "./samples.ts";

const g = groupOf("private_key");
const random = randomOf(seedOf("private_key"));
const maxRun = 12;

/** The lines between the dashes are what must go; labels may stay. */
const body = (pem: string, newline = "\n"): string[] =>
  pem
    .split(newline)
    .filter((line) => !line.includes("-----"))
    .map((line) => line.trim());
const hit = (text: string, pem: string, keep: readonly string[] = [], newline = "\n"): void =>
  g.hitBuilt(() => text, { secrets: body(pem, newline).filter((line) => line.length > maxRun), keep, maxRun });

const key = (label: string, newline?: string): string => pemOf(random, label, 6, newline);
const LABELS = [
  "RSA PRIVATE KEY",
  "PRIVATE KEY",
  "EC PRIVATE KEY",
  "DSA PRIVATE KEY",
  "OPENSSH PRIVATE KEY",
  "ENCRYPTED PRIVATE KEY",
  "PGP PRIVATE KEY BLOCK",
  "SSH2 ENCRYPTED PRIVATE KEY",
];
for (const label of LABELS) {
  const pem = key(label);
  hit(`loaded\n${pem}\nfrom disk`, pem, ["loaded", "from disk"]);
}
for (const label of LABELS.slice(0, 5)) {
  const pem = key(label);
  hit(`{"msg":"bad key ${pem.replaceAll("\n", "\\n")}","level":50}`, pem, ["bad key", '"level":50']);
  const windows = key(label, "\r\n");
  hit(`error: ${windows} end`, windows, ["error:", "end"], "\r\n");
}
for (const label of LABELS.slice(0, 4)) {
  const pem = key(label);
  const cut = pem.slice(0, 260);
  hit(`could not parse ${cut}`, cut, ["could not parse"]);
  const cut2 = key(label).slice(0, 300);
  hit(`truncated ${cut2}...[truncated]`, cut2, ["truncated"]);
}
{
  const pem = key("RSA PRIVATE KEY");
  hit(
    `cert:\n  data: |\n${pem
      .split("\n")
      .map((line) => `    ${line}`)
      .join("\n")}\n  name: tls`,
    pem,
    ["name: tls"],
  );
  const twice = key("PRIVATE KEY");
  hit(`{"m":"{\\"k\\":\\"${twice.replaceAll("\n", "\\\\n")}\\"}"}`, twice);
  const spaced = key("PRIVATE KEY");
  hit(`in one line ${spaced.replaceAll("\n", " ")} ok`, spaced, ["in one line", "ok"]);
  const joined = key("EC PRIVATE KEY");
  hit(`joined ${joined.replaceAll("\n", "")} ok`, joined, ["joined", "ok"]);
  const quoted = key("PRIVATE KEY");
  hit(`TLS_KEY="${quoted}"\nPORT=443`, quoted, ["PORT=443"]);
  const two = [key("RSA PRIVATE KEY"), key("EC PRIVATE KEY")];
  hit(`${two.join("\n")}\ndone`, two.join("\n"), ["done"]);
  const headed = key("RSA PRIVATE KEY").replace(
    "KEY-----\n",
    "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0123456789ABCDEF0123456789ABCDEF\n\n",
  );
  hit(
    `old ${headed} end`,
    headed
      .split("\n")
      .filter((line) => !line.includes(":"))
      .join("\n"),
    ["old"],
  );
  const encoded = key("PRIVATE KEY")
    .split("\n")
    .map((line) => encodeURIComponent(line));
  g.hitBuilt(() => `curl -d k=${encoded.join("%0A")}&x=1`, {
    secrets: encoded.filter((line) => !line.includes("-----")),
    maxRun,
    tags: ["encoded"],
  });
  const cert = pemOf(random, "CERTIFICATE", 4);
  const after = key("PRIVATE KEY");
  hit(`${cert}\n${after}`, after, [cert.split("\n")[1] ?? ""]);
  const data = key("PRIVATE KEY");
  g.hitBuilt(() => ({ "tls.material": data, name: "edge" }), { secrets: body(data), keep: ["edge"], maxRun });
  const blob = key("RSA PRIVATE KEY");
  g.hitBuilt(() => ({ files: [{ content: blob }] }), { secrets: body(blob), maxRun });
  const putty = `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: x\nPublic-Lines: 2\n${random.chars(BASE64, 64)}\n${random.chars(BASE64, 20)}\nPrivate-Lines: 1\n`;
  const priv = random.chars(BASE64, 64);
  g.hitBuilt(() => `${putty}${priv}\nPrivate-MAC: ${random.chars("abcdef0123456789", 8)}`, {
    secrets: [priv],
    maxRun,
    tags: ["putty"],
  });
}

const publicPem = (label: string): string => pemOf(random, label, 4);
for (const label of [
  "CERTIFICATE",
  "PUBLIC KEY",
  "RSA PUBLIC KEY",
  "CERTIFICATE REQUEST",
  "X509 CRL",
  "PGP PUBLIC KEY BLOCK",
  "PGP SIGNATURE",
  "PGP MESSAGE",
  "DH PARAMETERS",
  "EC PARAMETERS",
  "PKCS7",
  "TRUSTED CERTIFICATE",
  "NEW CERTIFICATE REQUEST",
  "ATTRIBUTE CERTIFICATE",
]) {
  g.miss(`chain:\n${publicPem(label)}\nverified`, "public");
}
for (const label of ["CERTIFICATE", "PUBLIC KEY"])
  g.miss(`{"pem":"${publicPem(label).replaceAll("\n", "\\n")}"}`, "public");
g.misses([
  "no private key found in /etc/ssl/private",
  "expected -----BEGIN",
  "BEGIN PRIVATE SECTION",
  "private key permissions are 0600",
  "Enter passphrase for key '/root/.ssh/id_ed25519':",
  "Loading private key from /etc/tls/tls.key",
  "error:0909006C:PEM routines:get_name:no start line",
  "---- BEGIN REPORT ----\nall fine\n---- END REPORT ----",
  "-----BEGIN TEST OUTPUT-----\nok 1\n-----END TEST OUTPUT-----",
  "--------------------------------",
  "PrivateKeyEntry in keystore: alias=web",
  "key type: EC, curve: P-256, size: 256",
  `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${random.chars(BASE64, 43)} deploy`,
  `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ${random.chars(BASE64, 200)} ops`,
  "SHA256:uNiVztksCsDhcc0u9e8BrDXsXC8TjYDHN2c8d0G1C9U fingerprint",
  "BEGIN; UPDATE t SET x = 1; COMMIT; -- END",
  "RSA key ok",
]);
g.missData({ "tls.cipher": "TLS_AES_128_GCM_SHA256", "key.type": "RSA PRIVATE" });

export const privateKeyCases: readonly Case[] = g.cases;
