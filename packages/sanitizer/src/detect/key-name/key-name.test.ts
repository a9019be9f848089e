import { describe, expect, it } from "vitest";

import { createCachedKeyClassifier, createKeyClassifier } from "./key-classifier.ts";
import { SENSITIVE_NAMES, TAILS } from "./sensitive-names.ts";

const classify = createCachedKeyClassifier();
const judged = (key: string): string | undefined => {
  const found = classify(key);
  return found && `${found.weak ? "weak " : ""}${found.kind.name}`;
};
const words = (text: string): readonly string[] => text.trim().split(/\s+/u);

/** Each kind with the keys that promise it. */
const SENSITIVE: Readonly<Record<string, string>> = {
  "key_name.password": `password Password PASSWORD passwd pwd passphrase passcode userPassword user_password user-password
    user.password USER_PASSWORD dbPassword DB_PASSWORD db.password spring.datasource.password newPassword oldPassword
    currentPassword confirmPassword passwordConfirmation password_confirm password1 password2 PasswordHash password_hash
    hashedPassword encrypted_password plainPassword passwordPlainText password.value PGPASSWORD pgpassword MYSQL_PWD dbpassword
    rootPassword masterPassword adminPwd smtpPass smtp_pass DB_PASS userpass keystorePassword keystorePass wifi_passphrase
    one_time_password oneTimePassword password_prod passwords passwort Kennwort wachtwoord contraseña contrasena senha
    mot_de_passe motDePasse salasana heslo пароль 密码 パスワード app.config.smtp.password password[0] params[password]`,
  "key_name.secret": `secret Secret SECRET secrets clientSecret client_secret CLIENT-SECRET clientsecret apiSecret app_secret
    consumerSecret sharedSecret webhookSecret webhook_secret jwt_secret signingSecret hmac_secret totpSecret azure_client_secret
    secretValue secret_hash secret_key_base aws_secret_access_key awsSecretAccessKey secretAccessKey AWS_SECRET_ACCESS_KEY k8s.secret`,
  "key_name.token": `token Token TOKEN accessToken access_token ACCESS-TOKEN accesstoken refreshToken refresh_token id_token idToken
    authToken auth_token auth.token _authToken bearerToken csrfToken xsrf-token X-CSRF-Token sessionToken GITHUB_TOKEN NPM_TOKEN
    vault_token X-Vault-Token X-Amz-Security-Token X-Auth-Token slackBotToken deviceToken pushToken fcm_token reset_token
    password_reset_token inviteToken verification_token jwtToken token1 token_2 token_value tokenHash accessTokens refresh_tokens
    SAMLResponse saml_assertion code_verifier device_code authorization_code authCode sas_token x-hub-signature`,
  "key_name.key": `apiKey api_key api-key API_KEY APIKEY apikey X-API-Key x-api-key apiKeys api_key_prod prodApiKey apiKeyV2 apiKeyHash
    accessKey access_key secretKey SECRET_KEY secretkey privateKey private_key ssh_private_key privateKeyPem sshKey tls.key
    signingKey signing_key encryptionKey encryption_key encryption.key decryptionKey masterKey master_key accountKey
    sharedKey preSharedKey psk symmetricKey hmacKey aes_key authKey licenseKey webhook_signing_key stripeKey openai_api_key DD-API-KEY
    Ocp-Apim-Subscription-Key x-functions-key x-goog-api-key NEW_RELIC_LICENSE_KEY`,
  "weak key_name.key": `sessionKey clientKey server_key appKey storage_key serviceKey`,
  "key_name.credential": `credential credentials creds dbCredentials user_credentials enduser.credential`,
  "key_name.connection_string": `connectionString connection_string ConnectionStrings db.connection_string connStr`,
  "key_name.authorization": `authorization Authorization AUTHORIZATION Proxy-Authorization proxy_authorization
    http.request.header.authorization rpc.request.metadata.authorization basicAuth`,
  "weak key_name.authorization": `auth Auth basic.auth.auth`,
  "key_name.cookie": `cookie Cookie cookies set-cookie Set-Cookie setCookie http.request.header.cookie
    http.response.header.set-cookie`,
  "key_name.session": `sessionId session_id SESSION-ID session.id sessionid JSESSIONID PHPSESSID ASPSESSIONID session_cookie connect.sid`,
  "weak key_name.session": `session sessions sid user_session`,
  "key_name.one_time_code": `otp OTP otpCode otp_code totp mfaCode mfa_code 2fa_code two_factor_code oneTimeCode
    verificationCode smsCode login_code`,
  "weak key_name.one_time_code": `mfa 2fa`,
  "key_name.recovery": `recovery_code recoveryCodes backupCodes seed_phrase seedPhrase mnemonic recoveryKey`,
  "key_name.pin": `pinCode pin_code pinNumber user_pin cardPin puk`,
  "weak key_name.pin": `pin PIN`,
  "weak key_name.password": `pass Pass pw`,
  "payment_card.cvv": `cvv CVV cvc cvv2 CVC2 cardCvv card_cvc securityCode cardVerificationValue`,
  payment_card: `cardNumber card_number CARD-NUMBER creditCardNumber credit_card_number ccNumber cc_num card.number`,
  "weak payment_card": `creditCard credit_card pan`,
  iban: `iban IBAN userIban iban_number`,
  "iban.account_number": `accountNumber account_number bankAccount bank_account_number acct_no`,
  "national_id.by_key": `ssn SSN socialSecurityNumber social_security_number nationalId national_id taxId nhsNumber nino bsn dni nif
    cpf cnpj pesel aadhaar steuerId`,
  "national_id.document": `passportNumber passport_no driverLicense drivers_license driving_licence_number`,
  "weak national_id.document": `passport`,
  "key_name.birth_date": `dateOfBirth date_of_birth DATE-OF-BIRTH birthDate birth_date birthday dob user.dob geburtsdatum`,
  phone: `phone phoneNumber phone_number telephone mobileNumber`,
  "weak phone": `mobile fax`,
  "weak email": `email user_email`,
};

const HARMLESS = `tokenCount token_count max_tokens maxTokens max_output_tokens prompt_tokens completion_tokens total_tokens totalTokens
  input_tokens gen_ai.usage.input_tokens gen_ai.usage.output_tokens cached_tokens tokens_used tokensUsed tokensPerSecond tokens_per_minute
  tokenType token_type tokenExpiry tokenExpiresIn token_expires_at accessTokenLifetime refresh_token_expires_in tokenTtl token_ttl tokenizer
  tokenBucket token_limit tokenEndpoint token_url tokenUri tokenFile token_id accessTokenId nextToken next_page_token pageToken
  continuationToken syncToken cancellationToken stopToken eos_token pad_token tokenProvider tokenService tokenStore hasToken requireToken
  passwordResetRequired password_reset passwordLength password_length passwordPolicy password_policy passwordStrength passwordExpired
  password_expires_at passwordChangedAt password_last_changed passwordField passwordless isPasswordProtected hasPassword requires_password
  resetPassword changePassword forgot_password showPassword passwordEncoder passwordManager PASSWORD_FILE DB_PASSWORD_FILE OLDPWD
  author authors authorName author_id authority authoritative authored authenticated isAuthenticated authorized unauthorized
  authMethod auth_method authType auth_time authProvider authUrl authorizationUrl authorization_endpoint authService oauthState oauth
  keyboard keyword keywords key keys keyId key_id kid keyCount key_count keyName keySize keyLength key_algorithm keyType keyspace keystroke
  keyframe keychain keystore primaryKey primary_key GPG_KEY foreignKey foreign_key publicKey public_key publicKeyId sortKey partition_key
  cacheKey cache_key routingKey messageKey message_key messaging.kafka.message.key s3_key objectKey object_key aws.s3.key rowKey lookup_key
  translationKey dataKey product_key rootKey host_key functionKey idempotency-key idempotencyKey dedupe_key feature_flag.key hotkey hotKey turkey monkey apiKeyId api_key_id apiKeyName
  apiKeyCount apiKeyRequired access_key_id awsAccessKeyId encryption_key_id kms_key_id private_key_id privateKeyPath publishableKey
  STRIPE_PUBLISHABLE_KEY
  secretName secret_name secretId secretVersion secret_version secretArn secretsCount secret_count secretRef secretKeyRef secretPath
  secretManager secrets_manager secretary secretaryName secretion k8s.secret.name k8s.secret.uid
  cookieConsent cookie_consent cookiePolicy cookieName cookie_name cookieDomain cookiesEnabled
  sessionDuration session_duration sessionTimeout session_count sessionStart sessionType sessionState sessionName sessionIndex sessionStore
  obsession possession accountSid messageSid inside aside residence
  pinned pinning pinCount pin_length spin ping opinion shipping expin gpio_pin
  passed passes passing passRate pass_count passenger passive passage compass bypass encompass trespass surpass passThrough test_pass
  boardingPass otpEnabled otp_length hasOtp mfaEnabled mfa_required csrfEnabled xsrfHeaderName jwtAlgorithm
  cvvResult cvc_check cardType card_brand cardExpiry cardLast4 last4 ssn_last4 ibanCountry dobVerified
  credentialsProvider credential_type credentialId certificateExpiry signature_version code state status_code error.code exit_code
  country_code zipCode postalCode client_id clientId grant_type response_type code_challenge username userName user.name userId
  http.request.method db.operation.name design residence description assessment asset email_sent phoneVerified`;

describe("a key that promises something sensitive", () => {
  it.each(Object.entries(SENSITIVE).flatMap(([kind, keys]) => words(keys).map((key) => [key, kind] as const)))(
    "%s is %s",
    (key, kind) => {
      expect(judged(key)).toBe(kind);
    },
  );

  it.each([
    ["pass\u200Bword", "key_name.password"],
    ["ｐａｓｓｗｏｒｄ", "key_name.password"],
    ["pаssword", "key_name.password"],
    ["аpi_kеy", "key_name.key"],
    ["contraseña".normalize("NFD"), "key_name.password"],
    ["Enter password", "key_name.password"],
    ["user's password", "key_name.password"],
    [String.raw`\"password\"`, "key_name.password"],
    [`${"x".repeat(5_000)}.password`, "key_name.password"],
  ])("%s is %s", (key, kind) => {
    expect(judged(key)).toBe(kind);
  });

  it("is known with each of its names, in any case style, with what may follow it", () => {
    const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
    for (const { names, kind, weak } of SENSITIVE_NAMES) {
      for (const name of names) {
        const parts = name.split(" ");
        const camel = parts.map((part, i) => (i === 0 ? part : capital(part))).join("");
        for (const key of [
          parts.join("_"),
          parts.join("-"),
          parts.join("."),
          camel,
          name.toUpperCase(),
          // Behind other words tokens are counted, not told.
          ...(name === "tokens" ? [] : [`my.${name}`]),
        ]) {
          expect(judged(key), key).toBeDefined();
        }
        for (const tail of weak ? [] : TAILS) {
          expect(judged(`${parts.join("_")}_${tail}`), `${name} ${tail}`).toBeDefined();
        }
        expect(kind.detector).toMatch(/^(?:key_name|payment_card|iban|national_id|phone|email)$/u);
      }
    }
  });
});

describe("a key that only looks like it", () => {
  it.each(words(HARMLESS))("%s", (key) => {
    expect(judged(key)).toBeUndefined();
  });

  it.each(["", " ", "_", "-.-", "\u200B", "123", "🔑", "no password", "invalid token", "max tokens"])("%j", (key) => {
    expect(judged(key)).toBeUndefined();
  });
});

describe("the policy's own rules", () => {
  it("name further keys, exactly or with `*`, in any case style", () => {
    const own = createKeyClassifier({
      keys: [{ match: "badgeNumber" }, { match: "*_note" }, { match: "x-int*-id", action: "remove" }],
    });
    expect(own("badge_number")?.kind.action).toBe("mask");
    expect(own("BADGE-NUMBER")).toBeDefined();
    expect(own("badgeNumbers")).toBeUndefined();
    expect(own("doctorNote")).toBeDefined();
    expect(own("note")).toBeDefined();
    expect(own("notes")).toBeUndefined();
    expect(own("X-Internal-User-Id")?.kind.action).toBe("remove");
    expect(own("x-int")).toBeUndefined();
  });

  it("go before the names that are sensitive everywhere, and what is kept before both", () => {
    const own = createKeyClassifier({
      keys: [{ match: "password", action: "remove" }, { match: "token" }],
      keepKeys: ["csrf_token", "token", "public*"],
    });
    expect(own("Password")?.kind.action).toBe("remove");
    expect(own("csrfToken")).toBeUndefined();
    expect(own("token")).toBeUndefined();
    expect(own("publicSecret")).toBeUndefined();
    expect(own("secret")).toBeDefined();
  });

  it("take their parts in order and do not let them overlap", () => {
    const own = createKeyClassifier({ keys: [{ match: "ab*ba*ab" }] });
    expect(own("abbaab")).toBeDefined();
    expect(own("abxbaxab")).toBeDefined();
    expect(own("abab")).toBeUndefined();
    expect(own("abaab")).toBeUndefined();
  });
});

describe("the memory of a classifier", () => {
  it("gives the same answers, also after more keys than it holds", () => {
    const cached = createCachedKeyClassifier();
    const plain = createKeyClassifier();
    for (let i = 0; i < 10_000; i++) cached(`key${i}`);
    for (const key of ["password", "tokenCount", "api_key", "author", `${"y".repeat(200)}_token`]) {
      expect(cached(key)).toEqual(plain(key));
      expect(cached(key)).toEqual(plain(key));
    }
  });
});
