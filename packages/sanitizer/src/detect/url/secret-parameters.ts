/** How sure a parameter's name makes us: its value is a secret, or it is one if it looks like a token. */
export type ParameterClass = "secret" | "password" | "token" | "harmless";

const named = (kind: ParameterClass, names: readonly string[]): readonly (readonly [string, ParameterClass])[] =>
  names.map((name) => [name, kind] as const);

/** In lower case without `-`, `_`, `.` and `$`. */
export const PARAMETER_CLASSES: ReadonlyMap<string, ParameterClass> = new Map([
  ...named("secret", [
    // The seven of the semantic conventions for `url.full`.
    ..."awsaccesskeyid signature sig xgoogsignature".split(" "),
    ..."xamzsignature xamzcredential xamzsecuritytoken".split(" "),
    ..."xgoogcredential googleaccessid xosssecuritytoken xosssignature ossaccesskeyid".split(" "),
    ..."token accesstoken idtoken refreshtoken authtoken apitoken sessiontoken securitytoken".split(" "),
    ..."usertoken resettoken confirmationtoken verificationtoken invitetoken clienttoken xsrftoken".split(" "),
    ..."csrftoken idtokenhint oauthtoken oauthverifier oauthsignature privatetoken jobtoken".split(" "),
    ..."apikey xapikey appkey accesskey secretkey privatekey subscriptionkey licensekey".split(" "),
    ..."secret clientsecret appsecret apisecret consumersecret sharedsecret webhooksecret".split(" "),
    ..."samlresponse samlrequest samlart assertion clientassertion codeverifier jwt bearer".split(" "),
    ..."authorization sessionid phpsessid jsessionid aspsessionid sid connectsid hmac".split(" "),
    ..."credential credentials otp passcode magiclink logintoken hapikey authkey accesscode".split(" "),
  ]),
  ...named(
    "password",
    "password passwd pwd pass pw passphrase userpassword newpassword passwort sslpassword".split(" "),
  ),
  ...named("token", ["key", "code", "auth", "session", "ticket", "hash", "invite", "invitation", "reset"]),
  ...named(
    "harmless",
    "pagetoken nextpagetoken nexttoken continuationtoken synctoken cursor tokentype keytype".split(" "),
  ),
]);

const MAX_KNOWN = 1_024;
const known = new Map<string, ParameterClass | undefined>();

/** What the name says by itself; undefined if it is none of ours. Names met before are not taken apart again. */
export function parameterClass(name: string): ParameterClass | undefined {
  const hit = known.get(name);
  if (hit !== undefined || known.has(name)) return hit;
  if (known.size >= MAX_KNOWN) known.clear();
  const found = PARAMETER_CLASSES.get(name.toLowerCase().replaceAll(/[-_.$]/gu, ""));
  known.set(name, found);
  return found;
}
