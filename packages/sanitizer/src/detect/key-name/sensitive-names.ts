import type { Kind } from "../../model/kind.ts";
import { emailKind } from "../email/email-kind.ts";
import { ibanKind } from "../iban/iban-kind.ts";
import { cardKind } from "../payment-card/payment-card-kind.ts";
import { phoneKind } from "../phone/phone-kind.ts";
import * as kinds from "./key-kinds.ts";

export interface NameGroup {
  readonly kind: Kind;
  readonly weak: boolean;
  /** May stand glued behind other letters: `pgpassword`, `jsessionid`. */
  readonly glued: boolean;
  /** Looked for in texts as well, as `name=value`. Each such name makes every scan a little dearer. */
  readonly inText: boolean;
  /** Each as words, divided by one space. Plurals come by themselves. */
  readonly names: readonly string[];
}

const listed = (names: string): readonly string[] => names.trim().split(/\s*,\s*/u);

const group = (kind: Kind, names: string, parts: Partial<NameGroup> = {}): NameGroup => ({
  kind,
  weak: false,
  glued: false,
  inText: true,
  ...parts,
  names: listed(names),
});
const strong = (kind: Kind, names: string): NameGroup => group(kind, names);
const weak = (kind: Kind, names: string): NameGroup => group(kind, names, { weak: true });
const glued = (kind: Kind, names: string): NameGroup => group(kind, names, { glued: true });
/** As attribute keys only. */
const keysOnly = (kind: Kind, names: string): NameGroup => group(kind, names, { inText: false });
const weakKeysOnly = (kind: Kind, names: string): NameGroup => group(kind, names, { inText: false, weak: true });

const CREDENTIALS: readonly NameGroup[] = [
  glued(
    kinds.passwordKey,
    "password, passwd, passphrase, pwd, passwort, kennwort, wachtwoord, contrasena, contraseña, contrasenia",
  ),
  strong(
    kinds.passwordKey,
    `pass word, pass phrase, passwrd, pswd, passcode, pass code, senha, mot de passe, passord, contrasenya, db pass, user pass, root pass, admin pass, my pass, smtp pass, ftp pass, mail pass, mysql pass, pg pass, redis pass,
    ssh pass, store pass, keystore pass, truststore pass, key pass, svn pass, git pass, email pass, app pass, service pass, http pass, proxy pass, ldap pass, login pass, auth pass, sudo pass, vpn pass, wifi pass,
    require pass, master auth, database pass, master pass, bind pass, bindpw, rootpw`,
  ),
  keysOnly(
    kinds.passwordKey,
    `psswd, passw, parola, heslo, lozinka, geslo, parool, haslo, hasło, losenord, lösenord, adgangskode, salasana, jelszo, jelszó, пароль, 密码, 密碼,
    パスワード, 비밀번호, master auth, password salt, user pw, db pw, admin pw`,
  ),
  weak(kinds.passwordKey, "pass"),
  weakKeysOnly(kinds.passwordKey, "pw, mdp, clave"),
  glued(kinds.secretKey, "secret"),
  strong(kinds.secretKey, `secret key base, secret access key, security answer, secret answer, challenge answer`),
  keysOnly(kinds.secretKey, "private seed, signing salt, geheimnis"),
  glued(kinds.tokenKey, "token, apitoken"),
  strong(
    kinds.tokenKey,
    `saml response, saml request, code verifier, device code, authorization code, auth code, oauth code, csrf middleware token, remember me token,
    access tokens, refresh tokens, auth tokens, api tokens, bearer tokens, session tokens, device tokens,
    push tokens, oauth tokens, jwt tokens, personal access tokens, csrf tokens, security tokens`,
  ),
  keysOnly(
    kinds.tokenKey,
    `saml assertion, client assertion, nonce secret, jws, jwe, amz signature, amz credential, goog signature, goog credential, hub signature,
    shared access signature, sas, id token hint`,
  ),
  weak(kinds.tokenKey, "tokens, csrf, xsrf"),
  weakKeysOnly(kinds.tokenKey, "jwt, bearer, sig, assertion, magic link"),
  glued(kinds.keyKey, "api key, access key, secret key, private key, encryption key, signing key"),
  strong(
    kinds.keyKey,
    `master key, shared key, ssh key, subscription key, hmac key, aes key, rsa key, dsa key, ecdsa key, ed25519 key, ed key,
    auth key, authentication key, authorization key, license key, licence key, decryption key, decrypt key, encrypt key,
    sign key, crypto key, cipher key, tls key, ssl key, server side key, webhook key, ingest key, ingestion key,
    host master key, pre shared key, preshared key, wpa key, wep key, jwt key, signature key,
    verification key, fernet key, rndc key, sentry key, stripe key, openai key, sendgrid key, vault key, unseal key,
    wrapping key, symmetric key, totp key, ikey, instrumentation key, functions key, consumer key, account key`,
  ),
  weak(
    kinds.keyKey,
    `session key, client key, server key, integration key, write key, read key, admin key, activation key, deploy key,
    app key, application key, service key, storage key`,
  ),
  keysOnly(kinds.keyKey, "psk, wallet key, kms key material, key material, private pem, private jwk, private exponent"),
  strong(kinds.credentialKey, "credential, creds"),
  keysOnly(kinds.credentialKey, "cred, keytab, kubeconfig"),
  keysOnly(kinds.connectionKey, "connection string, conn string, connstr, conn str, connectionstr"),
  strong(
    kinds.authorizationKey,
    "authorization, authorisation, proxy authorization, auth header, basic auth, http auth",
  ),
  weak(kinds.authorizationKey, "auth"),
  strong(kinds.cookieKey, "cookie, set cookie"),
  glued(kinds.sessionKey, "session id, sess id"),
  strong(kinds.sessionKey, "session cookie, phpsessid, sessionid, connect sid"),
  weak(kinds.sessionKey, "session, sid"),
  strong(
    kinds.otpKey,
    `otp, totp, hotp, mfa code, 2fa code, tfa code, two factor code, otp code, totp code, one time code,
    one time pass, verification code, verify code, sms code, login code, authenticator code, authentication code,
    magic code, your code, email code, access code, passkey code, challenge code`,
  ),
  strong(
    kinds.recoveryKey,
    `recovery code, backup code, recovery key, recovery phrase, seed phrase, mnemonic phrase, mnemonic, reset code,
    secret phrase, scratch code`,
  ),
  keysOnly(kinds.recoveryKey, "seed words, wallet seed"),
  weak(kinds.otpKey, "mfa, 2fa"),
  weakKeysOnly(kinds.otpKey, "tan"),
  strong(kinds.pinKey, "pin code, pin number, card pin, atm pin, user pin, sim pin, login pin, puk, puk code"),
  weak(kinds.pinKey, "pin"),
];

const PAYMENT: readonly NameGroup[] = [
  keysOnly(
    cardKind,
    `card number, card num, card no, card nr, cc number, cc num, cc no, credit card number, debit card number, card pan,
    primary account number`,
  ),
  keysOnly(cardKind, "kartennummer, kreditkartennummer, numero de tarjeta, track data, mag stripe, magstripe, ccn"),
  weakKeysOnly(cardKind, "credit card, debit card, pan, kreditkarte, cc"),
  strong(
    kinds.cvvKey,
    `cvv, cvc, card code, card security code, card verification value, card verification code,
    card verification number, security code, card cvv, cvv code, cvc code`,
  ),
  keysOnly(kinds.cvvKey, "cvn, csc"),
  keysOnly(ibanKind, "iban, iban number, iban no"),
  keysOnly(
    kinds.accountKey,
    `account number, account num, account no, acct number, acct no, acct num, bank account, bank account number,
    bank account no`,
  ),
  keysOnly(kinds.accountKey, "kontonummer, konto nr, beneficiary account"),
];

const PERSONAL: readonly NameGroup[] = [
  keysOnly(
    kinds.nationalIdKey,
    `ssn, social security, social security number, social security no, social insurance number, national id,
    national id number, national identity number, national identification number, national insurance number, ni number,
    nhs number, tax id, tax number, tax no, taxpayer id, tax identification number, tin number, sin number, ein number, nie number,
    cpr number, aadhaar number, tax file number, resident registration number, id card number, identity card number,
    identity number, dl number, health insurance number, medicare number, medical record number, personnummer,
    fodselsnummer, burgerservicenummer`,
  ),
  strong(
    kinds.documentKey,
    `passport number, passport no, passport num, passport id, driver license, drivers license,
    driver licence, drivers licence, driving license, driving licence, driver license number, drivers license number,
    driver licence number, drivers licence number, driving license number, driving licence number, drivers license no`,
  ),
  weak(kinds.documentKey, "passport"),
  keysOnly(
    kinds.nationalIdKey,
    `nino, itin, tax payer id, steuer id, steuer identifikationsnummer, steueridentifikationsnummer, steuernummer,
    sozialversicherungsnummer, ausweisnummer, personalausweisnummer, reisepassnummer, bsn, dni, nif, cpf, cnpj, pesel, nir,
    numero de securite sociale, curp, aadhaar, aadhar, pan card, tfn, hetu, egn, cnp, oib, jmbg, codice fiscale, nric, rrn,
    my number, id number, dln, voter id, insurance number, mrn`,
  ),
  weakKeysOnly(kinds.nationalIdKey, "citizen id, personal id, personal number, personal code"),
  strong(
    kinds.birthDateKey,
    "date of birth, birth date, birthdate, birthday, birth day, dob, geburtsdatum, geburtstag",
  ),
  keysOnly(
    kinds.birthDateKey,
    `fecha de nacimiento, date de naissance, birth dt, data di nascita, data de nascimento, geboortedatum`,
  ),
  keysOnly(
    phoneKind,
    `phone, phone number, phone no, phone num, telephone, telephone number, telephone no, mobile number, mobile phone, mobile no,
    mobile num, cell number, cell phone, msisdn, telefon, telefonnummer, telefono`,
  ),
  keysOnly(
    phoneKind,
    `phone mobile, phone home, phone work, whatsapp number, fax number, tel no, tel number, contact number, handynummer,
    mobilnummer, telephone mobile, numero de telefono`,
  ),
  weakKeysOnly(phoneKind, "mobile, fax, tel, whatsapp, handy, rufnummer"),
  keysOnly(emailKind, "email address, e mail address, mail address, email addr, email id, emailadresse"),
  weakKeysOnly(emailKind, "email, e mail, mailbox address, correo electronico"),
];

/** What the default policy holds for sensitive by its name. Names, addresses and user names are not among it. */
export const SENSITIVE_NAMES: readonly NameGroup[] = [...CREDENTIALS, ...PAYMENT, ...PERSONAL];

/** Words that may follow a strong name and change nothing: `passwordHash`, `api_key_prod`, `token_value`. */
export const TAILS: ReadonlySet<string> = new Set(
  listed(`hash, digest, confirmation, confirm, again, repeat, repeated, retype, verify, value, val, text, plain, plaintext, clear,
    cleartext, raw, string, str, binary, encrypted, enc, encoded, base, b, hex, new, old, current, previous, prev, prod, production,
    staging, stage, dev, test, live, sandbox, backup, primary, secondary, default, pem, input, env, sha, md, bcrypt,
    argon, scrypt, hashed, crypt, e, v, jwt, json, header, copy, tmp, temp, override, for`),
);

/** A word in front that makes of the name a question or a setting: `hasPassword`, `require_token`, `show password`. */
export const NEGATORS: ReadonlySet<string> = new Set(
  listed(`has, had, is, was, needs, need, use, uses, using, require, requires, required, enable, enables, enabled, disable, disables,
    disabled, allow, allows, allowed, accept, accepts, show, hide, no, non, without, missing, invalid, wrong, incorrect, bad, forgot, forgotten,
    expired, can, should, must, unexpected, unknown, unrecognized, unrecognised, illegal, malformed, empty, expected, validate, supports,
    support, check, checks, skip, ignore, remember, send, sent, verify, verified, invalidate, block, blocks, wants, revoked,
    duplicate, max, min, num, total, count, public, publishable, i`),
);

const behind = (names: string): ReadonlySet<string> => new Set(listed(names));

/** A name of the last word that means something else behind these. */
export const MEANS_ELSE_BEHIND: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    "token",
    behind(`next, page, continuation, cancellation, cancel, abort, bos, eos, pad, unk, sep, cls, mask, stop, end, start, per, first, last,
      fencing, special, sync, resume, scroll, pagination, marker, design, erc, nonterminal, terminal, lookahead, syntax, ring, cursor,
      image, audio, previous, text, word`),
  ],
  ["password", behind("reset, change, changed, update, updated, forgot")],
  ["secret", behind("top, kubernetes, open")],
  [
    "pass",
    behind(
      "boarding, first, second, third, multi, single, final, render, season, ski, day, low, high, band, by, test, tests, one, two",
    ),
  ],
  [
    "sid",
    behind(
      "account, call, message, sms, service, parent, subaccount, conference, recording, queue, workspace, flow, oracle, windows, user",
    ),
  ],
  ["pin", behind("gpio, led, data, clock, reset, in, output, digital, analog, drop, map, tx, rx, sda, scl, interrupt")],
  ["session", behind("tmux, training, per, trading, debug, screen, parliament, jam")],
  ["cookie", behind("third, fortune, browser")],
  ["email", behind("send, marketing, welcome, notification, reminder, on, by, via, notify")],
  ["phone", behind("head, micro, smart, i, on, by, via")],
  ["otp", behind("erlang")],
  ["access code", behind("http, status")],
  ["id number", behind("build, order, job, run, process")],
  ["app key", behind("cache")],
]);

/** `tokens` are counted more often than they are told: behind another word only these make them secret. */
export const TOKENS_BEHIND: ReadonlySet<string> = behind(
  "access, refresh, auth, api, bearer, session, id, user, device, push, oauth, jwt, csrf, reset, security, secret",
);
