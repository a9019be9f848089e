import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** PEM texts. */
export interface SelfSigned {
  readonly cert: string;
  readonly key: string;
}

/** A certificate for localhost and 127.0.0.1 that its own key signed, as X.509 version 3 (RFC 5280) has it. */
export function selfSigned(commonName = "localhost"): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(oid(42, 134, 72, 206, 61, 4, 3, 2)); // ecdsa-with-SHA256
  const name = sequence(tlv(0x31, sequence(oid(85, 4, 3), tlv(0x0c, Buffer.from(commonName)))));
  const names = sequence(tlv(0x82, Buffer.from("localhost")), tlv(0x87, Buffer.from([127, 0, 0, 1])));
  const extensions = sequence(sequence(oid(85, 29, 17), tlv(0x04, names)));
  const body = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(tlv(0x17, Buffer.from("250101000000Z")), tlv(0x17, Buffer.from("490101000000Z"))),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    tlv(0xa3, extensions),
  );
  const signature = sign("sha256", body, privateKey);
  const certificate = sequence(body, algorithm, tlv(0x03, Buffer.concat([Buffer.from([0]), signature])));
  return { cert: pem("CERTIFICATE", certificate), key: privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
}

function tlv(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => tlv(0x30, Buffer.concat(parts));
const oid = (...bytes: readonly number[]): Buffer => tlv(0x06, Buffer.from(bytes));

function pem(label: string, der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
