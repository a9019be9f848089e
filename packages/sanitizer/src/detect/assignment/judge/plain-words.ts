const listed = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/u));

/** What stands where a secret could, and says something about it instead. In lower case. */
export const NO_SECRETS: ReadonlySet<string> = listed(`
  null undefined nil none nan void true false yes no on off n/a na tbd todo empty blank unset set default unknown missing present
  absent ok okay success successful succeeded failed failure fail error invalid valid expired required optional enabled disabled
  changed updated reset started starting ended active inactive pending done ready closed open opened created deleted removed
  rejected accepted denied granted refused revoked rotated refreshed renewed skipped passed locked unlocked verified unverified mismatch
  matched incorrect correct wrong forbidden unauthorized unauthorised anonymous guest public private internal external basic bearer
  digest oauth oauth2 oidc saml jwt mfa sso ldap kerberos negotiate ntlm plain login cram-md5 scram-sha-256 hmac md5 sha1 sha256 sha512
  hs256 rs256 es256 argon2 argon2id bcrypt scrypt pbkdf2 base64 utf8 utf-8 include omit same-origin string str number int integer
  bool boolean any object array bytes byte[] buffer text varchar char uuid secretstr optional[str] option<string> not never always pending s256
  strict lax auto manual prompt ask stdin env file vault keychain keyring token tokens credentials header cookie body query redacted
  filtered masked hidden omitted encrypted used unused found provided given supplied requested sent received issued await new this self
  function return typeof const let var func def is was are has must should cannot can't could would will may might does did do if when
  flag option argument parameter switch key value secret password weak strong short long refresh totp hotp sms webauthn passkey ed25519 rsa
  ecdsa aes read write unavailable unsupported malformed corrupt corrupted rotating loaded loading cached stored saved
  generated configured healthy accepted available same different unlimited unsafe safe secure insecure mandatory confirmed
  for from with without and or but the a an in at by to of field eof end sorted single single_use
`);

/** What stands in a password's place where nobody would choose it for one. */
export const NO_PASSWORDS: ReadonlySet<string> = listed(`
  null undefined none nil n/a true false required missing invalid incorrect expired unset redacted mismatch
`);

/** Begins a message about the field that it stands in: `is required`, `can't be blank`. */
export const MESSAGE_VERBS: ReadonlySet<string> = listed(`
  must is are was were should shall cannot can't can has have does did not no too required invalid please missing incorrect wrong
  minimum expected never needs enter password token may
`);

/** Begins a message about a password, within quotes as well: `"password": "must be at least 8 characters"`. */
export const MESSAGE_STARTS: ReadonlySet<string> = listed(`
  must is are was should shall cannot can't can could has have may might needs need does did do too not no required invalid please password
  passwords token secret your the this field enter missing incorrect wrong unknown expired use at confirm provide choose new a an
  one at-least minimum expected never
`);
