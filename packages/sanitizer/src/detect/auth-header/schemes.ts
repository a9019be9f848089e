const listed = (names: string): readonly string[] => names.trim().split(/\s+/u);

/**
 * - `token`: one token follows
 * - `basic`: user and password in base64
 * - `base64`: long base64 of SPNEGO or NTLM
 * - `parameters`: `name=value` over and over
 */
export type SchemeForm = "token" | "basic" | "base64" | "parameters";

const schemes = (form: SchemeForm, names: string): readonly (readonly [string, SchemeForm])[] =>
  listed(names).map((name) => [name, form] as const);

/** Schemes of `Authorization`, registered ones and those of well known services, in lower case. */
export const SCHEMES: ReadonlyMap<string, SchemeForm> = new Map([
  ...schemes(
    "token",
    `bearer token apikey api-key api_key api-token apitoken key dpop oauth ssws geniekey splunk jwt bot sso-key sharedkey sharedkeylite aws
    zoho-oauthtoken klaviyo-api-key privatetoken private-token ticket x-api-key access-token accesstoken gnap mac-token`,
  ),
  ...schemes("basic", "basic"),
  ...schemes("base64", "negotiate ntlm kerberos"),
  ...schemes(
    "parameters",
    `digest hawk signature mac hmac aws4-hmac-sha256 aws4-ecdsa-p256-sha256 goog4-rsa-sha256 goog4-hmac-sha256
    eg1-hmac-sha256 oss4-hmac-sha256 tc3-hmac-sha256 acs3-hmac-sha256 hmac-sha256 vapid webpush snowflake googlelogin
    sharedaccesssignature usernametoken wsse scram-sha-1 scram-sha-256 escher`,
  ),
]);

export const LONGEST_SCHEME = 24;

/** Parameters that are credentials, in lower case. */
export const SECRET_PARAMETERS: ReadonlySet<string> = new Set(
  listed(`
    response signature credential mac token access_token client_token oauth_token oauth_signature oauth_consumer_key
    oauth_token_secret oauth_verifier password passwd secret client_secret key apikey api_key passworddigest sig auth t k
    data proof hmac accesskey access_key refresh_token id_token assertion`),
);

/** Names that stand in challenges and beside credentials: they tell parameters from a token that ends with `=`. */
export const PLAIN_PARAMETERS: ReadonlySet<string> = new Set(
  listed(`
    realm error error_description error_uri scope nonce opaque algorithm qop uri username nc cnonce stale domain charset
    userhash id ts ext hash app dlg keyid headers created expires version signedheaders oauth_nonce oauth_timestamp
    oauth_signature_method oauth_version timestamp resource_metadata authorization_uri resource max_age acr_values se skn sr
    trusted_issuers client_id`),
);

/** Words that stand where a token could, in lower case. */
export const NO_CREDENTIALS: ReadonlySet<string> = new Set(
  listed(`
    token tokens auth authentication authorization authorisation scheme schemes header headers credential credentials missing invalid
    expired required failed failure denied rejected accepted enabled disabled none null undefined nil true false empty given
    found provided present absent unknown malformed unsupported bearer basic digest negotiate ntlm string value was is and or not
    with for from the in of to realm error scope access refresh error_description api_key apikey access_token accesstoken mytoken
    my_token my-token user username password usage example placeholder secret here test deleted redacted hidden session
    cookie requires needs used using uses ok yes no on off dropped removed stripped set unset todo tbd changeme`),
);
