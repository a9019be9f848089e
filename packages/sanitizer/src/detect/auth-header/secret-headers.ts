const listed = (names: string): readonly string[] => names.trim().split(/\s+/u);

/** Headers whose whole value is a secret and whose name does not begin with `x-`, in lower case. */
export const SECRET_HEADERS: ReadonlySet<string> = new Set(
  listed(`
    api-key apikey access-token auth-token ocp-apim-subscription-key private-token job-token deploy-token dd-api-key
    dd-application-key api-token circle-token fastly-key sec-websocket-token session-token refresh-token id-token csrf-token
    xsrf-token security-token subscription-key access-key secret-key client-secret cf-access-client-secret
    cf-access-token cf-access-jwt-assertion apim-subscription-key paypal-auth-assertion nuget-api-key
    travis-api-token aeg-sas-key aeg-sas-token ms-token stripe-api-key user-token admin-token service-token bot-token
    master-key authentication-token authorization-token identity-token device-token registration-token`),
);

/** How the names of secret headers end that begin with `x-`. */
export const SECRET_ENDS: readonly string[] = listed(`
  token api-key apikey rapidapi-key access-key auth-key secret-key master-key private-key subscription-key admin-key
  functions-key rest-api-key application-key secret auth session-id otp jwt jwt-assertion csrftoken authorization
  credential credentials key-inflection account-key client-key oidc-data oidc-accesstoken api-secret session sessionid`);

/** Names that end like them and are none. */
export const PLAIN_HEADERS: ReadonlySet<string> = new Set(
  listed(`
    x-next-token x-continuation-token x-page-token x-ms-continuation-token x-pagination-token x-sync-token x-resume-token
    x-key-inflection x-cancellation-token x-token-type x-next-page-token x-change-token x-fencing-token`),
);

/** What announces one of them in a text. */
export const HEADER_ANCHORS: readonly string[] = listed(
  "-token -key apikey -secret -auth -otp -jwt -session csrftoken oidc -credential",
);
